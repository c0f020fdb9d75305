/** What of the course of a wish could be an alternative to it, and how that reads. */
import { computed } from 'vue'
import type { Section } from '@/api/catalogue'
import { useShelf } from '@/catalogue/useShelf'
import { partsOf, setsWith } from '@/links/sets'
import { useTimes } from '@/timetable/useTimes'
import { idOf } from './plan'
import type { Together, Wish } from './plan'
import { useKnownSections } from './useKnownSections'
import { usePlan } from './usePlan'

/** Sets are told from the first part of their course. */
const isFirst = (section: Section): boolean =>
  !section.component || partsOf(section)[0] === section.component

export function useOptions(wish: () => Wish) {
  const { shelf } = useShelf()
  const { find } = useKnownSections()
  const { isPlanned } = usePlan()
  const { meetingsText } = useTimes()
  const first = computed(() => find(idOf(wish())))

  function textOf(option: Together): string {
    return option
      .map((id) => {
        const section = find(id)
        return section ? `${section.number}, ${meetingsText(section.meetings)}` : String(id)
      })
      .join(' + ')
  }

  const options = computed<Together[]>(() => {
    const course = first.value?.course_id
    const all = shelf.value?.sections.filter((one) => one.course_id === course) ?? []
    const known = new Set(wish().map((option) => [...option].sort().join()))
    const sets = all.filter(isFirst).flatMap((one) => setsWith(one, all))
    const ids = sets.map((set) => set.map(({ id }) => id))
    return ids.filter(
      (set) => !known.has([...set].sort().join()) && !set.every((id) => isPlanned(id)),
    )
  })

  return { course: computed(() => first.value?.course ?? ''), options, textOf }
}
