/** Which rows of a long list can be seen: only those are drawn. The page scrolls, not the list. */
import { computed, onBeforeUnmount, onMounted, ref } from 'vue'
import type { Ref } from 'vue'

const BEYOND = 4 // rows drawn above and below what can be seen

export function useWindow(list: Ref<HTMLElement | null>, count: Ref<number>, height: Ref<number>) {
  const first = ref(0)
  const shown = ref(20)
  let frame = 0

  function measure(): void {
    frame = 0
    if (!list.value) return
    const above = -list.value.getBoundingClientRect().top
    first.value = Math.max(0, Math.floor(above / height.value) - BEYOND)
    shown.value = Math.ceil(window.innerHeight / height.value) + 2 * BEYOND
  }

  function soon(): void {
    frame ||= requestAnimationFrame(measure)
  }

  onMounted(() => {
    measure()
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
    const length = Math.max(0, Math.min(shown.value, count.value - from))
    return Array.from({ length }, (_, i) => from + i)
  })
  return { range, soon }
}
