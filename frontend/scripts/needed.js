// Tells the service worker which files students need, so that their pages open without a network, and
// the first page which files it needs, so that they come at once instead of one after the other.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const PLACE = 'const STUDENTS_PAGES = []'
const ENTRIES = [
  'index.html',
  'src/app/HomePage.vue',
  'src/app/NotFoundPage.vue',
  'src/login/LoginPage.vue',
  'src/account/AccountPage.vue',
  'src/catalogue/CataloguePage.vue',
  'src/catalogue/SectionPage.vue',
  'src/timetable/TimetablePage.vue',
  'src/plan/PlanPage.vue',
  'src/line/LinePage.vue',
  'src/locales/en/index.ts',
  'src/locales/zh/index.ts',
]
const FIRST = {
  en: ['src/locales/en/index.ts'],
  zh: ['src/locales/zh/index.ts'],
  '/login': ['src/login/LoginPage.vue'],
  '/catalogue': ['src/catalogue/CataloguePage.vue'],
  '/timetable': ['src/timetable/TimetablePage.vue'],
  '/plan': ['src/plan/PlanPage.vue'],
  '/line': ['src/line/LinePage.vue'],
}
const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8'))

const keyOf = (name) => Object.keys(manifest).find((key) => key.endsWith(name))

function collect(key, seen) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) collect(next, seen)
  return seen
}

const filesOf = (keys) =>
  [...new Set(keys.flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))]
    .map((file) => `/${file}`)
    .sort()

function put(name, place, list) {
  const file = join(DIST, name)
  const text = readFileSync(file, 'utf8')
  if (!text.includes(place)) throw new Error(`${name} has no place for it: ${place}`)
  writeFileSync(file, text.replace(place, list))
}

const missing = ENTRIES.filter((name) => !keyOf(name))
if (missing.length) throw new Error(`not in the build any more: ${missing.join(', ')}`)
const needed = ENTRIES.reduce((seen, name) => collect(keyOf(name), seen), new Set())
put('sw.js', PLACE, `const STUDENTS_PAGES = ${JSON.stringify(filesOf([...needed]))}`)

const always = collect('index.html', new Set())
const first = Object.fromEntries(
  Object.entries(FIRST).map(([what, names]) => {
    const keys = names.reduce((seen, name) => collect(keyOf(name), seen), new Set())
    return [what, filesOf([...keys].filter((key) => !always.has(key)))]
  }),
)
put('index.html', 'name="first" content="{}"', `name="first" content='${JSON.stringify(first)}'`)
