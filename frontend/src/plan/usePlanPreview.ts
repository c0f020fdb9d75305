/** What a plan would get now, asked again whenever one of its sections fills up, or a round opens or closes. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getPlanPreview } from '@/api/selections'
import type { WantedPlan } from '@/api/selections'
import { queryClient } from '@/app/query'
import { useShelf } from '@/catalogue/useShelf'
import { useOwnRounds } from '@/rounds/useOwnRounds'
import { LONGEST_PLAN, creditsOf, listed } from './plan'
import type { Wish } from './plan'
import { usePlan } from './usePlan'

/** With `wanted` what it thinks of those wishes by themselves, and not as the plan has them. */
export function usePlanPreview(
  wishes: () => readonly Wish[],
  wanted?: () => Omit<WantedPlan, 'wishes'>,
) {
  const { plan } = usePlan()
  const { seatsOf } = useShelf()
  const { standing, may } = useOwnRounds()
  const full = computed(() =>
    wishes()
      .flat(2)
      .filter((id) => seatsOf(id)?.free === 0)
      .join(),
  )
  const asked = computed(
    (): Omit<WantedPlan, 'wishes'> =>
      wanted?.() ?? {
        all_or_nothing: plan.value.whole,
        wait: plan.value.wait,
        credits_of: creditsOf(plan.value, wishes()),
      },
  )
  const open = computed(() => standing.value.open.map((round) => round.id).join())
  const { data } = useQuery(
    {
      queryKey: computed(() => [
        'preview',
        'plan',
        JSON.stringify(wishes()),
        JSON.stringify(asked.value),
        full.value,
        open.value,
      ]),
      queryFn: ({ signal }) => getPlanPreview({ wishes: listed(wishes()), ...asked.value }, signal),
      enabled: computed(
        () =>
          wishes().length > 0 &&
          wishes().length <= LONGEST_PLAN &&
          may(asked.value.instead_of ? 'swap' : 'select'),
      ),
      staleTime: 0,
    },
    queryClient,
  )
  return { preview: data }
}
