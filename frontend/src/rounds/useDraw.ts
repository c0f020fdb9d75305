/** What a round has collected and how its draw went, asked again while it is awaited. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getDraw } from '@/api/rounds'

const ASK_AGAIN_MS = 2000
export const SHOWN = 100 // requests

export function useDraw(id: () => number) {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: computed(() => ['staff-draw', id()]),
    queryFn: () => getDraw(id(), SHOWN),
    refetchInterval: ({ state }) => (state.data?.round.drawn_at == null ? ASK_AGAIN_MS : false),
  })
  return { draw: computed(() => data.value), isPending, error, refetch }
}
