/** False while a page first shows, true once that is painted: what is further down can wait so long. */
import { onMounted, onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'

export function useAfterPaint(): Readonly<Ref<boolean>> {
  const painted = ref(false)
  let timer = 0
  let frame = 0
  onMounted(() => {
    frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => (painted.value = true))
    })
  })
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return painted
}
