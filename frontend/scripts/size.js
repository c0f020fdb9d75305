// Prints what the first page loads and fails above the limit.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const LIMIT_KB = 200
const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8'))
const FIRST_PAGES = ['index.html', 'src/login/LoginPage.vue']

function filesOf(key, seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) filesOf(next, seen)
  return seen
}

const needed = new Set(FIRST_PAGES.flatMap((page) => [...filesOf(page)]))
const sizes = [...needed]
  .map((key) => manifest[key].file)
  .filter((file) => file.endsWith('.js'))
  .map((file) => [file, gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000])
const total = sizes.reduce((sum, [, size]) => sum + size, 0)

for (const [file, size] of sizes) console.log(`${size.toFixed(1).padStart(7)} kB  ${file}`)
console.log(
  `${total.toFixed(1).padStart(7)} kB  JavaScript of the first page, gzip (limit ${LIMIT_KB})`,
)
if (total > LIMIT_KB) process.exitCode = 1
