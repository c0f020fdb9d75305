/** Sections by their ids: of the catalogue, and while that cannot be had, those held and planned as they were. */
import { computed, watch } from 'vue'
import type { Section } from '@/api/catalogue'
import { keepOwn, keptOwn } from '@/api/own_store'
import { useSession } from '@/api/session'
import { shared } from '@/app/shared'
import { useShelf } from '@/catalogue/useShelf'
import { useTimetable } from '@/timetable/useTimetable'
import { usePlan } from './usePlan'

const NAME = 'planned'

export const useKnownSections = shared(() => {
  const { person } = useSession()
  const { shelf, failure } = useShelf()
  const { named } = usePlan()
  const { held } = useTimetable()
  const kept = computed(() =>
    person.value && !shelf.value ? keptOwn<Section[]>(NAME, Array.isArray) : null,
  )
  const byId = computed(() => {
    const known = [...(kept.value?.value ?? []), ...held.value]
    return new Map(known.map((section) => [section.id, section]))
  })
  watch(
    [shelf, named],
    ([known, ids]) => {
      if (person.value && known) keepOwn(NAME, ids.map((id) => known.find(id)).filter(Boolean))
    },
    { immediate: true },
  )
  return {
    find: (id: number): Section | undefined => shelf.value?.find(id) ?? byId.value.get(id),
    /** When what is found was true, if nobody tells how it is now. */
    keptAt: computed(() => (kept.value && failure.value ? new Date(kept.value.at) : null)),
  }
})
