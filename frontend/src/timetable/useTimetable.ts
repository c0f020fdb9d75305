/** What the student holds; while nobody answers, what was held when somebody did. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { keepOwn, keptOwn } from '@/api/own_store'
import { useSession } from '@/api/session'
import { getTimetable } from '@/api/timetable'
import type { Timetable } from '@/api/timetable'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'

const NAME = 'timetable'
const isTimetable = (value: Timetable): boolean => Array.isArray(value.sections)

export const useTimetable = shared(() => {
  const { person } = useSession()
  const { data, error, failureReason, refetch } = useQuery(
    {
      queryKey: ['timetable'],
      queryFn: async () => {
        const whose = person.value?.id
        const timetable = await getTimetable()
        if (whose !== undefined && person.value?.id === whose) keepOwn(NAME, timetable)
        return timetable
      },
    },
    queryClient,
  )
  const kept = computed(() =>
    person.value && !data.value ? keptOwn<Timetable>(NAME, isTimetable) : null,
  )
  const timetable = computed(() => data.value ?? kept.value?.value)
  const held = computed(() => timetable.value?.sections ?? [])
  const places = computed(() => timetable.value?.waiting ?? [])
  const ids = computed(() => new Set(held.value.map((section) => section.id)))
  return {
    timetable,
    held,
    /** What the student waits for. */
    places,
    placeOf: (id: number) => places.value.find(({ section }) => section.id === id),
    isHeld: (id: number): boolean => ids.value.has(id),
    /** When what is shown was true, if it is an old copy and the last try for a new one failed. */
    keptAt: computed(() => (kept.value && failureReason.value ? new Date(kept.value.at) : null)),
    loaded: computed(() => timetable.value !== undefined),
    error: computed(() => (timetable.value ? null : error.value)),
    refetch,
  }
})
