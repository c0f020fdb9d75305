/** What the server thinks of an attempt now, asked again whenever the section fills up or opens. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getPreview } from '@/api/catalogue'
import { queryClient } from '@/app/query'
import { useShelf } from './useShelf'

export function usePreview(id: () => number) {
  const { seatsOf } = useShelf()
  const full = computed(() => seatsOf(id())?.free === 0)
  const { data, error } = useQuery(
    {
      queryKey: computed(() => ['preview', id(), full.value]),
      queryFn: ({ signal }) => getPreview(id(), signal),
      staleTime: 0,
      placeholderData: (before, query) => (query?.queryKey[1] === id() ? before : undefined),
    },
    queryClient,
  )
  return { preview: data, error }
}
