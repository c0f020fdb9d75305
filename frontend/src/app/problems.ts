import { useI18n } from 'vue-i18n'
import { Problem } from '@/api/client'
import type { FieldError } from '@/api/problem'

const SLOT = /\{(\w+)\}/g

/** Whether every `{slot}` of `text` has a value. */
export function isFilledBy(text: string, values: Record<string, unknown>): boolean {
  return [...text.matchAll(SLOT)].every(([, name]) => values[name ?? ''] !== undefined)
}

/** A function that says in a sentence why something did not work. */
export function useProblemText(): (error: unknown) => string {
  const { t, te, tm } = useI18n()
  const faultText = useFaultText()
  return (error) => {
    if (!(error instanceof Problem)) return t('problem.unknown')
    const values = { seconds: error.retryAfter ?? undefined, ...error.values, ...why(error) }
    const key = `refusal.${error.code}`
    if (te(key) && isFilledBy(String(tm(key)), values)) return t(key, values)
    return error.detail || t('problem.unknown')
  }

  /** The reason within the sentence, in the page's language. */
  function why({ values }: Problem): { reason?: string } {
    if (typeof values.why !== 'string') return {}
    return { reason: faultText({ code: values.why, message: String(values.reason ?? ''), values }) }
  }
}

/** A function that says in the page's language what is wrong with something that was given. */
export function useFaultText(): (fault: Omit<FieldError, 'where'>) => string {
  const { t, te, tm } = useI18n()
  return ({ code = '', message, values = {} }) => {
    const key = `fault.${code}`
    return te(key) && isFilledBy(String(tm(key)), values) ? t(key, values) : message
  }
}
