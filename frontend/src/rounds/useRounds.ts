/** The rounds of a term, for who makes them. */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { listRounds } from '@/api/rounds'
import { getTerm } from '@/api/terms'
import { tellServerTime } from './server_clock'

export function useRounds(code: () => string) {
  const client = useQueryClient()
  const key = computed(() => ['staff-rounds', code()])
  const { data, isPending, error, refetch } = useQuery({
    queryKey: key,
    queryFn: async () => {
      const rounds = await listRounds(code())
      tellServerTime(rounds.now)
      return rounds
    },
  })
  const { data: term } = useQuery({
    queryKey: computed(() => ['staff-term', code()]),
    queryFn: () => getTerm(code()),
  })
  return {
    rounds: computed(() => data.value?.items ?? []),
    zone: computed(() => data.value?.time_zone ?? 'UTC'),
    term,
    isPending,
    error,
    refetch,
    refresh: () => client.invalidateQueries({ queryKey: key.value }),
  }
}
