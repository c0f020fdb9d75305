// Keeps the pages, never data, so that they open without a network.
const PAGES = 'pages-1'
const STUDENTS_PAGES = [] // the files of what students see: the build writes them here
const INDEX = '/'
const BESIDE = ['/favicon.svg', '/theme.js']
const ASSETS = '/assets/'
const MOST_KEPT = 120 // files; those of builds before go first

// Where a browser knows how: what needs none of our doing does not wait for this worker to start.
const ROUTES = [
  { condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' },
  { condition: { urlPattern: { pathname: `${ASSETS}*` } }, source: { cacheName: PAGES } },
]

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll())
  event.waitUntil(event.addRoutes?.(ROUTES))
  self.skipWaiting()
})

async function keepAll() {
  const cache = await caches.open(PAGES)
  await cache.addAll([INDEX, ...BESIDE])
  // One by one: this must not be in the way of what the page loads.
  for (const file of STUDENTS_PAGES) {
    if (!(await cache.match(file))) await cache.add(file).catch(() => undefined)
  }
  await forgetOld(cache)
}

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith(ASSETS)) event.respondWith(kept(event.request))
  else if (BESIDE.includes(pathname)) event.respondWith(newest(event.request, pathname))
  else if (event.request.mode === 'navigate' && isPage(pathname)) {
    event.respondWith(newest(event.request, INDEX))
  }
})

const isPage = (path) => !/^\/(api|docs|status|health|static|internal)(\/|$)/.test(path)

async function kept(request) {
  const cache = await caches.open(PAGES)
  const found = await cache.match(request)
  if (found) return found
  const response = await fetch(request)
  if (response.ok) {
    await cache.put(request, response.clone())
    await forgetOld(cache)
  }
  return response
}

async function newest(request, name) {
  const cache = await caches.open(PAGES)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(name, response.clone())
    return response
  } catch (error) {
    const found = await cache.match(name)
    if (found) return found
    throw error
  }
}

async function forgetOld(cache) {
  const assets = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(ASSETS))
  for (const request of assets.slice(0, -MOST_KEPT)) await cache.delete(request)
}
