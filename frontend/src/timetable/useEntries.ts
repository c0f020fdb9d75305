/** All that has a place on the timetable of the term: held, asked for, planned. */
import { computed } from 'vue'
import type { Section } from '@/api/catalogue'
import { shared } from '@/app/shared'
import { useShelf } from '@/catalogue/useShelf'
import { askedFor } from '@/line/line'
import { useLine } from '@/line/useLine'
import { usePlan } from '@/plan/usePlan'
import { useKnownSections } from '@/plan/useKnownSections'
import type { Entry, Role } from './layout'
import { clash, intervalsOf } from './times'
import { useTimetable } from './useTimetable'

export type Status = Exclude<Role, 'looked-at'>

export const entryOf = (section: Section, role: Role): Entry => ({
  id: section.id,
  role,
  label: section.course,
  meetings: section.meetings,
})

export const useEntries = shared(() => {
  const { term } = useShelf()
  const { find } = useKnownSections()
  const { held } = useTimetable()
  const { waiting } = useLine()
  const { best } = usePlan()

  const roles = computed(() => {
    const found = new Map<number, Status>()
    for (const id of best.value) found.set(id, 'planned')
    for (const ticket of waiting.value)
      if (ticket.action !== 'drop') for (const id of askedFor(ticket)) found.set(id, 'pending')
    for (const section of held.value) found.set(section.id, 'held')
    return found
  })

  const entries = computed(() => {
    const own = held.value.filter((section) => section.term === term.value || !term.value)
    const others = [...roles.value].flatMap(([id, role]) => {
      const section = role === 'held' ? undefined : find(id)
      return section ? [entryOf(section, role)] : []
    })
    return [...own.map((section) => entryOf(section, 'held')), ...others]
  })

  const times = computed(() =>
    entries.value.map((entry) => ({ entry, intervals: intervalsOf(entry.meetings) })),
  )

  return {
    entries,
    busy: computed(() => times.value.flatMap(({ intervals }) => intervals)),
    statusOf: (id: number): Status | null => roles.value.get(id) ?? null,
    /** What a section would clash with. */
    clashesOf: (section: Section): Entry[] => {
      const own = intervalsOf(section.meetings)
      return times.value
        .filter(({ entry, intervals }) => entry.id !== section.id && clash(own, intervals))
        .map(({ entry }) => entry)
    },
  }
})
