/** Facts of a section in words. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'

export function useSectionText() {
  const { t, n } = useI18n()

  function creditsText({ credits, credits_max: most }: Section): string {
    if (most > credits) return t('section.creditsRange', { from: n(credits), to: n(most) })
    return t('section.credits', { count: n(credits) }, credits)
  }

  function peopleText(section: Section): string {
    return section.teacher ?? section.instructor
  }

  return { creditsText, peopleText }
}
