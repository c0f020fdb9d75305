/** What the filter finds. A section that fills up under one's eyes stays in its place, marked full. */
import { shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import type { Section } from '@/api/catalogue'
import type { Interval } from '@/timetable/times'
import type { Shelf } from './shelf'
import type { Wish } from './wish'

const NOTHING: readonly Interval[] = []

export function useFound(
  shelf: Ref<Shelf | undefined>,
  wish: Ref<Wish>,
  busy: Ref<readonly Interval[]>,
) {
  const found = shallowRef<Section[]>([])
  watch(
    [shelf, wish, () => (wish.value.fits ? busy.value : NOTHING)],
    ([known, wanted, times]) => {
      found.value = known?.search(wanted, times) ?? []
    },
    { immediate: true },
  )
  return { found }
}
