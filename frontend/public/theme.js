// Before the first paint: the theme that was chosen here, else the one of the system; and what the
// page at this address will need, so that all of it comes at once instead of one after the other.
{
  const chosen = localStorage.getItem('course-selection.theme')
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark', dark)

  const first = JSON.parse(document.querySelector('meta[name=first]')?.content || '{}')
  const speaks = (name) => navigator.languages.some((language) => language.startsWith(name))
  const language =
    localStorage.getItem('course-selection.language') ??
    (speaks('zh') && !speaks('en') ? 'zh' : 'en')
  const page = `/${location.pathname.split('/')[1]}`
  for (const file of [...(first[language] ?? []), ...(first[page] ?? [])]) {
    const link = document.createElement('link')
    link.rel = file.endsWith('.css') ? 'preload' : 'modulepreload'
    if (link.rel === 'preload') link.as = 'style'
    link.crossOrigin = ''
    link.href = file
    document.head.append(link)
  }
}
