/** What a request is about, in words, as far as its section is known. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'
import { useKnownSections } from '@/plan/useKnownSections'

/** A section told apart from the others of its course: `CSCI-1100 (72013)`. */
export const nameOf = ({ course, number }: Section): string => `${course} (${number})`

export function useNames() {
  const { t } = useI18n()
  const { find } = useKnownSections()

  function name(id: number): string {
    const section = find(id)
    return section ? nameOf(section) : t('section.one')
  }

  return { name, course: (id: number): string => find(id)?.course ?? t('section.one') }
}
