/** What the server thinks of an attempt now, asked again whenever the section fills up, or a round opens or closes. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getPreview } from '@/api/catalogue'
import { queryClient } from '@/app/query'
import { useOwnRounds } from '@/rounds/useOwnRounds'
import { useShelf } from './useShelf'

/** With `insteadOf` what it thinks of a swap, with `credits` of so many of a range. */
export function usePreview(
  id: () => number,
  insteadOf: () => number | null = () => null,
  credits: () => number | undefined = () => undefined,
) {
  const { seatsOf } = useShelf()
  const full = computed(() => seatsOf(id())?.free === 0)
  const { standing } = useOwnRounds()
  const open = computed(() => standing.value.open.map((round) => round.id).join())
  const isAbout = (key: readonly unknown[] = []): boolean =>
    key[1] === id() && key[2] === insteadOf()
  const { data, error } = useQuery(
    {
      queryKey: computed(() => ['preview', id(), insteadOf(), full.value, open.value, credits()]),
      queryFn: ({ signal }) => getPreview(id(), insteadOf(), credits(), signal),
      staleTime: 0,
      placeholderData: (before, query) => (isAbout(query?.queryKey) ? before : undefined),
    },
    queryClient,
  )
  return { preview: data, error }
}
