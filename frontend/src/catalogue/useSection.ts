/** A section of whichever term; asked for by its id where the catalogue at hand does not have it. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getSection } from '@/api/catalogue'
import { useKnownSections } from '@/plan/useKnownSections'
import { useShelf } from './useShelf'

const FRESH_MS = 5 * 60_000 // descriptions change seldom

export function useSection(id: () => number) {
  const { shelf } = useShelf()
  const { find } = useKnownSections()
  const known = computed(() => find(id()))
  const { data, isLoading } = useQuery({
    queryKey: computed(() => ['section', id()]),
    queryFn: () => getSection(id()),
    enabled: computed(() => shelf.value !== undefined && !known.value),
    staleTime: FRESH_MS,
  })
  return { section: computed(() => known.value ?? data.value), looking: isLoading }
}
