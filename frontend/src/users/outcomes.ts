import { useI18n } from 'vue-i18n'
import { Problem } from '@/api/client'
import type { BulkResult } from '@/api/users'
import { useFaultText, useProblemText } from '@/app/problems'

const REFUSED = 422

/** A function that says in the page's language why a row was refused, or what it changed. */
export function useOutcomeText(): (outcome: BulkResult) => string {
  const { t } = useI18n()
  const faultText = useFaultText()
  const problemText = useProblemText()
  return ({ code, detail, values, errors, changes }) => {
    if (errors?.length) return errors.map(faultText).join(' ')
    if (code) return problemText(new Problem(REFUSED, code, detail ?? '', null, [], values))
    return (changes ?? []).map((field) => t(`users.fields.${field}`)).join(', ')
  }
}
