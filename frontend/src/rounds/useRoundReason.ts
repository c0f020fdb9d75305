/** Why the rounds of a term do not let me do something now, by the server's clock. */
import { useI18n } from 'vue-i18n'
import { useTerm } from '@/catalogue/useTerm'
import { allows, nextFor, type RoundAction } from './rounds'
import { useServerClock } from './server_clock'
import { useCampusMoment } from './useCampusMoment'

export function useRoundReason(): (action: RoundAction, term: string) => string {
  const { t } = useI18n()
  const { terms, rounds, inRounds, zone } = useTerm()
  const now = useServerClock()
  const moment = useCampusMoment(() => zone.value)
  /** Empty where they let me. */
  return (action, term) => {
    if (!inRounds.value.includes(term)) return ''
    if (terms.value.find(({ code }) => code === term)?.state === 'closed')
      return t('rounds.why.closed')
    const mine = rounds.value.filter((round) => round.term === term)
    if (allows(mine, action, now.value)) return ''
    const next = nextFor(mine, action, now.value)
    return next
      ? t(`rounds.why.next.${action}`, { name: next.name, when: moment(next.opens_at) })
      : t(`rounds.why.never.${action}`)
  }
}
