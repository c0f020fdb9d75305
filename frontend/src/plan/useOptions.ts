/** What of the course of a wish could be an alternative to it, and how that reads. */
import { computed } from 'vue'
import { useShelf } from '@/catalogue/useShelf'
import { useTimes } from '@/timetable/useTimes'
import { idOf } from './plan'
import type { Together, Wish } from './plan'
import { useKnownSections } from './useKnownSections'
import { usePlan } from './usePlan'

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
    const siblings = shelf.value?.sections.filter((one) => one.course_id === course) ?? []
    return siblings.filter(({ id }) => !isPlanned(id)).map(({ id }) => [id])
  })

  return { course: computed(() => first.value?.course ?? ''), options, textOf }
}
