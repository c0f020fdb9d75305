/** What a plan would get now, asked again whenever one of its sections fills up, or a round opens or closes. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getPlanPreview } from '@/api/selections'
import { queryClient } from '@/app/query'
import { useShelf } from '@/catalogue/useShelf'
import { useOwnRounds } from '@/rounds/useOwnRounds'
import { LONGEST_PLAN, listed } from './plan'
import type { Wish } from './plan'
import { usePlan } from './usePlan'

export function usePlanPreview(wishes: () => readonly Wish[]) {
  const { plan } = usePlan()
  const { seatsOf } = useShelf()
  const { standing, may } = useOwnRounds()
  const full = computed(() =>
    wishes()
      .flat(2)
      .filter((id) => seatsOf(id)?.free === 0)
      .join(),
  )
  const open = computed(() => standing.value.open.map((round) => round.id).join())
  const { data } = useQuery(
    {
      queryKey: computed(() => [
        'preview',
        'plan',
        JSON.stringify(wishes()),
        plan.value.whole,
        full.value,
        open.value,
      ]),
      queryFn: ({ signal }) => getPlanPreview(listed(wishes()), plan.value.whole, signal),
      enabled: computed(
        () => wishes().length > 0 && wishes().length <= LONGEST_PLAN && may('select'),
      ),
      staleTime: 0,
    },
    queryClient,
  )
  return { preview: data }
}
