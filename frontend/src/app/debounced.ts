import { ref, watch, type Ref } from 'vue'

const TYPING_PAUSE_MS = 250

/** What was typed, once the typing pauses. */
export function debounced(typed: Readonly<Ref<string>>): Readonly<Ref<string>> {
  const settled = ref(typed.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = text), TYPING_PAUSE_MS)
  })
  return settled
}
