/** The exceptions that I was granted and can use, by the server's clock. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { listOwnPermits, type OwnPermit } from '@/api/own_permits'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'
import { useServerClock } from '@/rounds/server_clock'

const FRESH_MS = 5 * 60_000 // the event stream tells of changes

export const useOwnPermits = shared(() => {
  const now = useServerClock()
  const { data } = useQuery(
    { queryKey: ['permits'], queryFn: listOwnPermits, staleTime: FRESH_MS },
    queryClient,
  )
  const known = computed(() => new Map((data.value ?? []).map((own) => [own.section_id, own])))
  function permitOf(section: number): OwnPermit | undefined {
    const own = known.value.get(section)
    if (!own || own.until === null) return own
    return now.value <= own.until ? own : undefined
  }
  return { permitOf }
})
