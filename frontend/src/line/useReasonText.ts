/** Why a request was refused, in the language of the page. */
import { useI18n } from 'vue-i18n'
import { isFilledBy } from '@/app/problems'
import { useTerm } from '@/catalogue/useTerm'
import { useCampusMoment } from '@/rounds/useCampusMoment'

export interface Reason {
  readonly code?: string | null | undefined
  readonly detail?: string | null | undefined
  /** What fills the sentence of `code`; a name that ends in `_at` is a moment, `component` a part of a course. */
  readonly values?: Readonly<Record<string, string>> | undefined
}

export function useReasonText(): (reason: Reason) => string {
  const { t, te, tm } = useI18n()
  const { zone } = useTerm()
  const moment = useCampusMoment(() => zone.value)
  const shown = ([name, value]: [string, string]): [string, string] =>
    name.endsWith('_at')
      ? [name, moment(Date.parse(value) / 1000)]
      : [name, name === 'component' ? t(`links.components.${value}`) : value]
  return ({ code, detail, values = {} }) => {
    const key = `refusal.${code}`
    // What was refused before values were kept has its sentence only.
    if (!te(key) || !isFilledBy(String(tm(key)), values)) return detail || t('problem.unknown')
    return t(key, Object.fromEntries(Object.entries(values).map(shown)))
  }
}
