// Prints what each role's first page loads, texts included, and fails above the limit.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const LIMIT_KB = 200
const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8'))
const ENTRY = 'index.html'
const TEXTS = ['src/locales/zh/index.ts']
const STAFFS = [...TEXTS, 'src/locales/zh/staff/index.ts']
const FIRST_PAGES = {
  'src/login/LoginPage.vue': TEXTS,
  'src/catalogue/CataloguePage.vue': TEXTS,
  'src/teaching/TeachingPage.vue': STAFFS,
  'src/users/UsersPage.vue': STAFFS,
}

function filesOf(key, seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) filesOf(next, seen)
  return seen
}

const weights = new Map()
function weightOf(file) {
  if (!file.endsWith('.js')) return 0
  if (!weights.has(file)) {
    weights.set(file, gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000)
  }
  return weights.get(file)
}

for (const [page, texts] of Object.entries(FIRST_PAGES)) {
  const needed = new Set([ENTRY, ...texts, page].flatMap((key) => [...filesOf(key)]))
  const total = [...needed].reduce((sum, key) => sum + weightOf(manifest[key].file), 0)
  console.log(`${total.toFixed(1).padStart(7)} kB of JavaScript (gzip) open ${page}`)
  if (total > LIMIT_KB) {
    console.error(`more than ${LIMIT_KB} kB`)
    process.exitCode = 1
  }
}
