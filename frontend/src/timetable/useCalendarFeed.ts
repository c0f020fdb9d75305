/** The secret address of one's own calendar: made, replaced and switched off. */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { getFeed, makeFeed, revokeFeed } from '@/api/timetable'
import { useAction } from '@/app/useAction'

const queryKey = ['calendar-feed']

export function useCalendarFeed() {
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({ queryKey, queryFn: getFeed })
  const address = ref('')
  const { busy, error: failure, run } = useAction()

  const make = (): Promise<boolean> =>
    run(async () => {
      const made = await makeFeed()
      address.value = `${location.origin}${made.path}`
      client.setQueryData(queryKey, { made_at: made.made_at })
    })

  const revoke = (): Promise<boolean> =>
    run(async () => {
      await revokeFeed()
      address.value = ''
      client.setQueryData(queryKey, { made_at: null })
    })

  return {
    /** Unix seconds; null where there is none. */
    since: computed(() => data.value?.made_at ?? null),
    /** Known only while the page that made it is open; '' otherwise. */
    address,
    loading: isPending,
    error,
    refetch,
    busy,
    failure,
    make,
    revoke,
  }
}
