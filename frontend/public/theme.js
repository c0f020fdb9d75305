// Before the first paint: the theme that was chosen here, else the one of the system.
{
  const chosen = localStorage.getItem('course-selection.theme')
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark', dark)
}
