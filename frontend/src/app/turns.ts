/**
 * The parts of the page that opens first come one task after the other: between them the browser paints and hears
 * the user, also on a slow processor. Later pages are there at once.
 */
import { readonly, ref } from 'vue'
import type { Ref } from 'vue'

let last = Promise.resolve()
let over = false

/** Resolves in a task of its own. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** True once all who asked before have had a task to themselves. */
export function useTurn(): Readonly<Ref<boolean>> {
  const come = ref(over)
  if (!over) last = last.then(nextTask).then(() => void (come.value = true))
  return readonly(come)
}

/** Resolves when everybody who has asked has had a turn. */
export const turnsTaken = (): Promise<void> => last

/** Nobody who asks from now on waits. */
export function endTurns(): void {
  over = true
}
