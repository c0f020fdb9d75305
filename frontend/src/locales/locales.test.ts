import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from './en'
import staffEn from './en/staff'
import zh from './zh'
import staffZh from './zh/staff'

const SOURCES = join(import.meta.dirname, '..')
const CALL = /(?:\$t|\bt|\bte)\(\s*['"]([\w.]+)['"]/g
const NAV = /nav: '([\w.]+)'/g
const SLOT = /\{(\w+)\}/g

function leaves(node: object, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(node)) {
    const key = path ? `${path}.${name}` : name
    if (typeof value === 'string') found.set(key, value)
    else for (const [inner, text] of leaves(value as object, key)) found.set(inner, text)
  }
  return found
}

function usedKeys(): Set<string> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => /\.(vue|ts)$/.test(file) && !/\.(test|d)\.ts$/.test(file))
  const texts = sources.map((file) => readFileSync(join(SOURCES, file), 'utf8'))
  const hits = texts.flatMap((text) => [...text.matchAll(CALL), ...text.matchAll(NAV)])
  return new Set(hits.map(([, key]) => key ?? ''))
}

const slots = (text: string): string[] => [...new Set(text.match(SLOT) ?? [])].sort()
const english = leaves({ ...en, ...staffEn })
const chinese = leaves({ ...zh, ...staffZh })

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g
const STAFFS_PAGE = /staff\(\(\) => import\('[^']+'\)\)/g

/** The files that pages for others than staff can come to need. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(file, 'utf8').replaceAll(STAFFS_PAGE, '')
  for (const [, name = ''] of text.matchAll(IMPORT)) {
    const path = name.startsWith('@/') ? join(SOURCES, name.slice(2)) : join(file, '..', name)
    const next = [path, `${path}.ts`].find((one) => /\.(vue|ts)$/.test(one) && existsSync(one))
    if (next && /^[@.]/.test(name)) reached(next, seen)
  }
  return seen
}

describe('the texts', () => {
  it('are the same in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('fill in the same values in both languages', () => {
    const different = [...english].filter(
      ([key, text]) => String(slots(text)) !== String(slots(chinese.get(key) ?? '')),
    )
    expect(different.map(([key]) => key)).toEqual([])
  })

  it('are there for every key that a page uses', () => {
    const used = usedKeys()
    expect(used.size).toBeGreaterThan(50)
    expect([...used].filter((key) => !english.has(key))).toEqual([])
  })

  it('of staff are never used on the pages of others, where they are not loaded', () => {
    const files = [...reached(join(SOURCES, 'main.ts'))]
    const subjects = Object.keys(staffEn)
    const used = new RegExp(`['\`](?:${subjects.join('|')})\\.[\\w.]+(?:['\`]|\\$\\{)`, 'g')
    const hits = files.flatMap((file) => readFileSync(file, 'utf8').match(used) ?? [])
    expect(hits).toEqual([])
    expect(files.some((file) => file.endsWith('WeekGrid.vue'))).toBe(true)
    expect(files.some((file) => file.endsWith('UsersPage.vue'))).toBe(false)
    expect(subjects.filter((subject) => subject in en)).toEqual([])
  })

  it('say every refusal of the system', () => {
    const table = readFileSync(join(SOURCES, '..', '..', 'docs', 'refusals.md'), 'utf8')
    const codes = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => `refusal.${code}`)
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter((code) => !chinese.has(code))).toEqual([])
  })

  it('say something', () => {
    const texts = [...english, ...chinese]
    expect(texts.filter(([, text]) => !text.trim()).map(([key]) => key)).toEqual([])
  })
})
