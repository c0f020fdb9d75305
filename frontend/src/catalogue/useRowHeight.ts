/** How high a row is: all are alike, so that a list of thousands knows its length. */
import { onScopeDispose, ref } from 'vue'

const NARROW = '(width < 48rem)'
const REMS = { narrow: 8.25, wide: 4.5 }

export function useRowHeight() {
  const narrow = matchMedia(NARROW)
  const height = ref(0)
  function measure(): void {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    height.value = Math.round(rem * (narrow.matches ? REMS.narrow : REMS.wide))
  }
  measure()
  narrow.addEventListener('change', measure)
  addEventListener('resize', measure)
  onScopeDispose(() => {
    narrow.removeEventListener('change', measure)
    removeEventListener('resize', measure)
  })
  return height
}
