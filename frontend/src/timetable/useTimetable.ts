/** What the student holds; while nobody answers, what was held when somebody did. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useSession } from '@/api/session'
import { getTimetable } from '@/api/timetable'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'
import { keep, keptFor } from './kept'

export const useTimetable = shared(() => {
  const { person } = useSession()
  const user = computed(() => person.value?.username ?? '')
  const { data, error, refetch } = useQuery(
    {
      queryKey: ['timetable'],
      queryFn: async () => {
        const timetable = await getTimetable()
        keep(localStorage, user.value, timetable, Date.now())
        return timetable
      },
    },
    queryClient,
  )
  const kept = computed(() =>
    user.value && !data.value ? keptFor(localStorage, user.value) : null,
  )
  const timetable = computed(() => data.value ?? kept.value?.timetable)
  const held = computed(() => timetable.value?.sections ?? [])
  const ids = computed(() => new Set(held.value.map((section) => section.id)))
  return {
    timetable,
    held,
    isHeld: (id: number): boolean => ids.value.has(id),
    /** When what is shown was true, if it is an old copy. */
    keptAt: computed(() => (error.value && kept.value ? new Date(kept.value.at) : null)),
    loaded: computed(() => timetable.value !== undefined),
    error: computed(() => (timetable.value ? null : error.value)),
    refetch,
  }
})
