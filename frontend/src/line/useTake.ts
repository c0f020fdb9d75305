/** Asking for one seat, or giving one back, and saying how that went. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'
import { isTicket } from '@/api/selections'
import type { Selection } from '@/api/selections'
import { useNotices } from '@/app/notices'
import { useProblemText } from '@/app/problems'
import { useReasonText } from './useReasonText'
import { useSubmit } from './useSubmit'

const SOON_S = 1 // seconds; an answer that comes at once need not be announced

export function useTake() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const problemText = useProblemText()
  const reasonText = useReasonText()
  const { submit, sending, tryingAgain } = useSubmit()

  /** Whether it is in line now. */
  async function ask(section: Section, action: Selection['action']): Promise<boolean> {
    try {
      const [reply] = await submit([{ action, section_id: section.id }])
      if (reply && isTicket(reply)) {
        if (reply.state === 'pending' && (reply.estimate_s ?? Infinity) > SOON_S)
          notify(t('line.accepted', { number: reply.number, course: section.course }), 'info')
        return true
      }
      notify(reasonText(reply ?? {}), 'error')
    } catch (error) {
      notify(problemText(error), 'error')
    }
    return false
  }

  return {
    take: (section: Section) => ask(section, 'select'),
    drop: (section: Section) => ask(section, 'drop'),
    sending,
    tryingAgain,
  }
}
