// Tells the service worker which files students need, so that their pages open without a network.
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
  'element-plus/es/locale/lang/en.mjs',
  'element-plus/es/locale/lang/zh-cn.mjs',
]
const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8'))

const keyOf = (name) => Object.keys(manifest).find((key) => key.endsWith(name))

function collect(key, seen) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) collect(next, seen)
  return seen
}

const missing = ENTRIES.filter((name) => !keyOf(name))
if (missing.length) throw new Error(`not in the build any more: ${missing.join(', ')}`)
const needed = ENTRIES.reduce((seen, name) => collect(keyOf(name), seen), new Set())
const files = [...needed].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])])
const worker = join(DIST, 'sw.js')
const text = readFileSync(worker, 'utf8')
if (!text.includes(PLACE)) throw new Error(`sw.js has no place for them: ${PLACE}`)
const list = JSON.stringify([...new Set(files)].map((file) => `/${file}`).sort())
writeFileSync(worker, text.replace(PLACE, `const STUDENTS_PAGES = ${list}`))
