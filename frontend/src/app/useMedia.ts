/** Whether a media query holds now. */
import { onScopeDispose, readonly, ref } from 'vue'
import type { Ref } from 'vue'

export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query)
  const holds = ref(list.matches)
  const note = (): void => void (holds.value = list.matches)
  list.addEventListener('change', note)
  onScopeDispose(() => list.removeEventListener('change', note))
  return readonly(holds)
}
