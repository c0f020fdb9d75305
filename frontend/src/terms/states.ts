import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** What a term can be. */
export function useTermStates() {
  const { t } = useI18n()
  return computed(() => [
    { value: 'closed' as const, label: t('terms.closed') },
    { value: 'open' as const, label: t('terms.open') },
  ])
}
