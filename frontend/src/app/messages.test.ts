import { describe, expect, it, vi } from 'vitest'
import { createI18n } from 'vue-i18n'
import en from '@/locales/en'
import staffEn from '@/locales/en/staff'
import zh from '@/locales/zh'
import staffZh from '@/locales/zh/staff'
import { readMessage } from './messages'

// The build leaves the compiler out that is compared with here.
vi.hoisted(() => Object.assign(globalThis, { __INTLIFY_DROP_MESSAGE_COMPILER__: false }))

const messages = { en: { ...en, ...staffEn }, zh: { ...zh, ...staffZh } }
const COUNTS = [0, 1, 2, 17]
const SLOT = /\{(\w+)\}/g
const options = { legacy: false, locale: 'en', messages } as const
const own = createI18n({ ...options, messageCompiler: readMessage }).global
const theirs = createI18n(options).global

function texts(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([name, value]: [string, unknown]) => {
    const key = path ? `${path}.${name}` : name
    return typeof value === 'string' ? [[key, value]] : texts(value as object, key)
  })
}

type Speaker = Pick<typeof own, 't'>

/** All that `speaker` says with a text: with no values, and with all of them for each count. */
function told({ t }: Speaker, locale: 'en' | 'zh', [key, text]: [string, string]): string[] {
  const names = [...text.matchAll(SLOT)].map(([, name = '']) => name)
  const values = Object.fromEntries(names.map((name) => [name, `<${name}>`]))
  const counted = COUNTS.map((count) => t(key, { ...values, count }, { locale, plural: count }))
  return [t(key, {}, { locale }), ...counted]
}

describe('reading a text', () => {
  it.each(['en', 'zh'] as const)('says what vue-i18n itself would say (%s)', (locale) => {
    const all = texts(messages[locale])
    expect(all.length).toBeGreaterThan(1000)
    const ours = all.map((text) => told(own, locale, text))
    expect(ours).toEqual(all.map((text) => told(theirs, locale, text)))
    expect(new Set(ours.flat()).size).toBeGreaterThan(all.length)
  })
})
