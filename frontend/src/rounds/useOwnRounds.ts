/** The rounds of the term one looks at that are for me, by the server's clock. */
import { computed, onScopeDispose } from 'vue'
import { shared } from '@/app/shared'
import { useTerm } from '@/catalogue/useTerm'
import { ACTIONS, allows, standingOf, type RoundAction } from './rounds'
import { useServerClock } from './server_clock'

const ASK_AGAIN_MS = 5 * 60_000 // where the event stream does not tell of changes

export const useOwnRounds = shared(() => {
  const { term, rounds, inRounds, refetch } = useTerm()
  const now = useServerClock()
  const bound = computed(() => inRounds.value.includes(term.value?.code ?? ''))
  const mine = computed(() => rounds.value.filter((round) => round.term === term.value?.code))
  // One text, so that those who ask are not asked again with every second.
  const permitted = computed(() =>
    ACTIONS.filter((action) => allows(mine.value, action, now.value)).join(),
  )
  const timer = setInterval(() => void refetch(), ASK_AGAIN_MS)
  onScopeDispose(() => clearInterval(timer))
  return {
    now,
    /** Whether the term takes requests in rounds only. */
    bound,
    mine,
    standing: computed(() => standingOf(mine.value, now.value)),
    /** Whether I may do this now, as far as rounds go. */
    may: (action: RoundAction): boolean => !bound.value || permitted.value.includes(action),
  }
})
