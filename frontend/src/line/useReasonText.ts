/** Why a request was refused, in the language of the page. */
import { useI18n } from 'vue-i18n'
import { valuesIn } from './reason'

export interface Reason {
  readonly code?: string | null | undefined
  readonly detail?: string | null | undefined
}

export function useReasonText(): (reason: Reason) => string {
  const { t, te } = useI18n()
  return ({ code, detail }) => {
    const values = valuesIn(code ?? '', detail ?? '')
    const key = `refusal.${code}`
    return values && te(key) ? t(key, values) : detail || t('problem.unknown')
  }
}
