/**
 * Which rows of a long list can be seen: only those are drawn. The page scrolls, not the list. The first rows come one
 * after the other, so that a slow processor paints those that are seen first and hears the user meanwhile.
 */
import { computed, onBeforeUnmount, onMounted, ref } from 'vue'
import type { Ref } from 'vue'
import { nextTask } from '@/app/turns'

const BEYOND = 4 // rows drawn above and below what can be seen

export function useWindow(list: Ref<HTMLElement | null>, count: Ref<number>, height: Ref<number>) {
  const first = ref(0)
  const shown = ref(roomFor(height.value))
  const drawn = ref(0)
  let frame = 0

  function measure(): void {
    frame = 0
    if (!list.value) return
    const above = -list.value.getBoundingClientRect().top
    first.value = Math.max(0, Math.floor(above / height.value) - BEYOND)
    shown.value = roomFor(height.value)
  }

  function soon(): void {
    frame ||= requestAnimationFrame(measure)
  }

  async function drawAll(): Promise<void> {
    while (drawn.value < shown.value && list.value) {
      await nextTask()
      drawn.value += 1
    }
    drawn.value = Infinity
  }

  onMounted(() => {
    soon()
    void drawAll()
    addEventListener('scroll', soon, { passive: true })
    addEventListener('resize', soon, { passive: true })
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    removeEventListener('scroll', soon)
    removeEventListener('resize', soon)
  })

  const range = computed(() => {
    const from = Math.min(first.value, Math.max(0, count.value - shown.value))
    const length = Math.max(0, Math.min(shown.value, drawn.value, count.value - from))
    return Array.from({ length }, (_, i) => from + i)
  })
  return { range, soon }
}

const roomFor = (height: number): number => Math.ceil(window.innerHeight / height) + 2 * BEYOND
