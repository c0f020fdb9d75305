/** What the student has not read yet of changes to courses that are held. */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { listNotices, readNotices } from '@/api/notices'
import { useAction } from '@/app/useAction'

const KEY = ['notices']

export function useChanges() {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: KEY, queryFn: listNotices })
  const { busy, error, run } = useAction()
  const notices = computed(() => data.value?.items ?? [])
  const below = computed(() => data.value?.below ?? [])

  /** Whether all that is shown counts as read now. */
  async function readAll(): Promise<boolean> {
    const ids = notices.value.map(({ id }) => id)
    const rounds = below.value.map(({ round_id }) => round_id)
    const done = await run(() => readNotices(ids, rounds))
    if (done) await client.invalidateQueries({ queryKey: KEY })
    return done
  }

  return { notices, below, busy, error, readAll }
}
