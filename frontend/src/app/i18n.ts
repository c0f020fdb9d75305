import { createI18n } from 'vue-i18n'
import { readMessage } from './messages'

export const LANGUAGES = { en: 'English', zh: '中文' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'course-selection.language'
const TEXTS = {
  en: () => import('@/locales/en'),
  zh: () => import('@/locales/zh'),
}
const STAFF_TEXTS = {
  en: () => import('@/locales/en/staff'),
  zh: () => import('@/locales/zh/staff'),
}
const HTML_LANGUAGE = { en: 'en', zh: 'zh-CN' }

export const i18n = createI18n({
  legacy: false,
  locale: 'en' as Language,
  fallbackWarn: false,
  missingWarn: false,
  messageCompiler: readMessage,
})

let asked: Language = 'en'
let forStaff = false
let staffTexts = Promise.resolve()

/** The language that was chosen here before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(KEY)
  if (stored === 'en' || stored === 'zh') return stored
  return navigator.languages.some((name) => name.startsWith('en')) ||
    !navigator.languages.some((name) => name.startsWith('zh'))
    ? 'en'
    : 'zh'
}

/** Show everything in `language` from now on. */
export async function setLanguage(language: Language): Promise<void> {
  asked = language
  const [texts, staff] = await Promise.all([
    TEXTS[language](),
    forStaff ? STAFF_TEXTS[language]() : null,
  ])
  if (asked !== language) return // somebody chose another one meanwhile
  i18n.global.setLocaleMessage(language, { ...texts.default, ...staff?.default })
  i18n.global.locale.value = language
  document.documentElement.lang = HTML_LANGUAGE[language]
}

/** Have the texts that only staff see, too, from now on. */
export function startStaffTexts(): Promise<void> {
  if (forStaff) return staffTexts
  forStaff = true
  staffTexts = setLanguage(asked).catch((error: unknown) => {
    forStaff = false
    throw error
  })
  return staffTexts
}

/** Show everything in `language` and remember that. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  await setLanguage(language)
}

export const startLanguage = (): Promise<void> => setLanguage(preferredLanguage())
