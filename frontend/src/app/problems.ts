import { useI18n } from 'vue-i18n'
import { Problem } from '@/api/client'

const SLOT = /\{(\w+)\}/g

/** Whether every `{slot}` of `text` has a value. */
export function isFilledBy(text: string, values: Record<string, unknown>): boolean {
  return [...text.matchAll(SLOT)].every(([, name]) => values[name ?? ''] !== undefined)
}

/** A function that says in a sentence why something did not work. */
export function useProblemText(): (error: unknown) => string {
  const { t, te, tm } = useI18n()
  return (error) => {
    if (!(error instanceof Problem)) return t('problem.unknown')
    const values = { seconds: error.retryAfter ?? undefined, ...error.values }
    const key = `refusal.${error.code}`
    if (te(key) && isFilledBy(String(tm(key)), values)) return t(key, values)
    return error.detail || t('problem.unknown')
  }
}
