/** What one looks at: the row on which the pointer rests. What passes below it while one scrolls is nothing. */
import { onScopeDispose } from 'vue'

const REST_MS = 70

export function useLook(look: (id: number | null) => void) {
  let timer = 0
  onScopeDispose(() => clearTimeout(timer))

  function now(id: number | null): void {
    clearTimeout(timer)
    look(id)
  }

  function soon(id: number | null): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => look(id), REST_MS)
  }

  return { now, soon }
}
