import { useI18n } from 'vue-i18n'
import { Problem } from '@/api/client'

/** A function that says in a sentence why something did not work. */
export function useProblemText(): (error: unknown) => string {
  const { t, te } = useI18n()
  return (error) => {
    if (!(error instanceof Problem)) return t('problem.unknown')
    const values = { seconds: error.retryAfter ?? 1, ...error.values }
    const key = `refusal.${error.code}`
    if (te(key)) return t(key, values)
    return error.detail || t('problem.unknown')
  }
}
