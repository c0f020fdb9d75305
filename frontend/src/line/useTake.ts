/** Asking for one seat, giving one back, or swapping, and saying how that went. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'
import { isTicket } from '@/api/selections'
import type { Selection } from '@/api/selections'
import { useNotices } from '@/app/notices'
import { useProblemText } from '@/app/problems'
import { useReasonText } from './useReasonText'
import { useSubmit } from './useSubmit'

const SOON_S = 1 // seconds; an answer that comes at once need not be announced

/** How a set is asked for: what is given for it, whether one waits, how many credits of a range. */
interface SetWish {
  readonly old?: Section | undefined
  readonly wait?: boolean
  readonly credits?: number | undefined
}

export function useTake() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const problemText = useProblemText()
  const reasonText = useReasonText()
  const { submit, sending, tryingAgain } = useSubmit()

  /** Whether it is in line now. */
  async function ask(section: Section, wish: Omit<Selection, 'section_id'>): Promise<boolean> {
    try {
      const [reply] = await submit([{ ...wish, section_id: section.id }])
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
    /** `linked` are the sections of the same course that are taken with it; `credits` are of a range. */
    take: (section: Section, linked: number[] = [], credits?: number) =>
      ask(section, {
        action: 'select',
        ...(linked.length && { linked }),
        ...(credits !== undefined && { credits }),
      }),
    /** One section with others, for what is given back for them, or a place on the waitlist of each. */
    takeSet: (section: Section, linked: number[], wish: SetWish) => {
      const { old, wait, credits } = wish
      return ask(section, {
        ...(old ? { action: 'swap', instead_of: old.id } : { action: 'select' }),
        linked,
        ...(wait && { wait }),
        ...(credits !== undefined && { credits_of: { [section.id]: credits } }),
      })
    },
    /** `linked` are given back with it, all of them or none. */
    drop: (section: Section, linked: number[] = []) =>
      ask(section, { action: 'drop', ...(linked.length && { linked }) }),
    swap: (section: Section, old: Section) => ask(section, { action: 'swap', instead_of: old.id }),
    /** Go on the waitlist of a full section, to give `old` for the seat when it comes. */
    wait: (section: Section, old?: Section, credits?: number) =>
      ask(section, {
        ...(old ? { action: 'swap', instead_of: old.id } : { action: 'select' }),
        wait: true,
        ...(credits !== undefined && { credits }),
      }),
    sending,
    tryingAgain,
  }
}
