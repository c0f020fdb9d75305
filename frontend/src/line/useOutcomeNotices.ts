/** Says every answer as it comes, to eyes and to screen readers, on whatever page one is. */
import { onScopeDispose } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Outcome } from '@/api/selections'
import { useNotices } from '@/app/notices'
import { useShelf } from '@/catalogue/useShelf'
import { useLive } from './useLive'
import { useReasonText } from './useReasonText'

export function useOutcomeNotices(): void {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { shelf } = useShelf()
  const reasonText = useReasonText()
  const { hear } = useLive()

  function tell(outcome: Outcome): void {
    const course = shelf.value?.find(outcome.section_id)?.course ?? t('section.one')
    const reason = outcome.outcome === 'refused' ? reasonText(outcome) : ''
    notify(
      t(`line.told.${outcome.outcome}`, { course, reason }),
      outcome.outcome === 'refused' ? 'warning' : 'success',
    )
  }
  onScopeDispose(hear(tell))
}
