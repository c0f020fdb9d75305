/** The sections of the term one looks at, and their seats as they change. */
import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import type { SeatChange } from '@/api/catalogue'
import { askAgain, queryClient } from '@/app/query'
import { shared } from '@/app/shared'
import { loadShelf } from './load_shelf'
import { prepareSoon } from './prepare_soon'
import type { Seats, Shelf } from './shelf'
import { useTerm } from './useTerm'

const FRESH_MS = 60_000
const REFRESH_MS = 5 * 60_000 // descriptions change seldom, and nothing tells when
const KEPT_MS = 30 * 60_000

const seatChanges = ref(0)
const keyOf = (term: string): string[] => ['catalogue', term]

/** Note seats that the event stream tells, up to event `number`. */
export function noteSeats(term: string, changes: readonly SeatChange[]): void {
  const shelf = queryClient.getQueryData<Shelf>(keyOf(term))
  if (shelf?.count(changes)) seatChanges.value += 1
}

export const useShelf = shared(() => {
  const { term, loaded, error: termsError, failureReason: termsFailure } = useTerm()
  const code = computed(() => term.value?.code ?? '')
  const { data, error, failureReason, refetch } = useQuery(
    {
      queryKey: computed(() => keyOf(code.value)),
      queryFn: async () => {
        const known = queryClient.getQueryData<Shelf>(keyOf(code.value))
        const shelf = await loadShelf(code.value, known)
        seatChanges.value += 1
        prepareSoon(shelf)
        return shelf
      },
      enabled: computed(() => code.value !== ''),
      structuralSharing: false,
      staleTime: FRESH_MS,
      refetchInterval: (query) => askAgain(query) || REFRESH_MS,
      gcTime: KEPT_MS,
    },
    queryClient,
  )
  const shelf = computed(() => data.value as Shelf | undefined)
  return {
    shelf,
    /** The seats of a section as they are now. */
    seatsOf: (id: number): Seats | undefined =>
      seatChanges.value >= 0 ? shelf.value?.seats(id) : undefined,
    term: code,
    noTerm: computed(() => loaded.value && !term.value),
    /** Why the last try got nothing, while there is nothing to show. */
    failure: computed(() => (shelf.value ? null : (failureReason.value ?? termsFailure.value))),
    error: computed(() => (shelf.value ? null : (error.value ?? termsError.value))),
    refetch,
  }
})
