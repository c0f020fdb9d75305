/** The permits of a section, for who looks after it. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { listPermits } from '@/api/permits'

export const PERMITS = 'section-permits'

export function usePermits(section: () => number) {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: computed(() => [PERMITS, section()]),
    queryFn: () => listPermits(section()),
    staleTime: 0,
  })
  return {
    permits: computed(() => data.value?.items ?? []),
    zone: computed(() => data.value?.time_zone ?? 'UTC'),
    isPending,
    error,
    refetch,
  }
}
