// Writes src/api/generated from the nodes' OpenAPI and limits; with --check only compares.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const CHECKOUT = join(HERE, '..', '..')
const PYTHON = process.env.PYTHON || join(CHECKOUT, '.venv', 'bin', 'python')
const TARGET = join(HERE, '..', 'src', 'api', 'generated')
const DOORS = ['auth', 'student', 'teacher']
const HEAD =
  '// Generated from the OpenAPI of the node by `npm run generate`; not to be edited.\n\n'
const LIMITS_HEAD = '// Generated from the nodes by `npm run generate`; not to be edited.\n\n'

async function typesOf(document) {
  return HEAD + astToString(await openapiTS(pathToFileURL(document), { alphabetize: true }))
}

function limitsIn(document) {
  const limits = Object.entries(JSON.parse(readFileSync(document, 'utf8')))
  return LIMITS_HEAD + limits.map(([name, value]) => `export const ${name} = ${value}\n`).join('')
}

function put(name, text) {
  const file = join(TARGET, name)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (!compare(file, text)) process.exitCode = 1
}

function compare(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return true
  console.error(`${file} does not match the node any more; run: npm run generate`)
  return false
}

const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
try {
  execFileSync(PYTHON, [join(HERE, 'openapi.py'), folder], { cwd: CHECKOUT, stdio: 'inherit' })
  mkdirSync(TARGET, { recursive: true })
  for (const door of DOORS) put(`${door}.d.ts`, await typesOf(join(folder, `${door}.json`)))
  put('limits.ts', limitsIn(join(folder, 'limits.json')))
} finally {
  rmSync(folder, { recursive: true })
}
