/** What a request is about, in words; the shelf knows the sections of one term. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'
import { useShelf } from '@/catalogue/useShelf'

/** A section told apart from the others of its course: `CSCI-1100 (72013)`. */
export const nameOf = ({ course, number }: Section): string => `${course} (${number})`

export function useNames() {
  const { t } = useI18n()
  const { shelf } = useShelf()

  function name(id: number): string {
    const section = shelf.value?.find(id)
    return section ? nameOf(section) : t('section.one')
  }

  return { name, course: (id: number): string => shelf.value?.find(id)?.course ?? t('section.one') }
}
