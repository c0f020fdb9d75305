/** Facts of a section in words. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'

const known = new Map<string, string>() // few differ, and thousands of rows ask

export function useSectionText() {
  const { t, n, locale } = useI18n()

  function creditsText({ credits, credits_max: most }: Section): string {
    const key = `${locale.value} ${credits} ${most}`
    const text = known.get(key)
    if (text !== undefined) return text
    const made =
      most > credits
        ? t('section.creditsRange', { from: n(credits), to: n(most) })
        : t('section.credits', { count: n(credits) }, credits)
    known.set(key, made)
    return made
  }

  function peopleText(section: Section): string {
    const others = (section.co_teachers ?? []).map(({ name }) => name)
    return [section.teacher ?? section.instructor, ...others].filter(Boolean).join(', ')
  }

  return { creditsText, peopleText }
}
