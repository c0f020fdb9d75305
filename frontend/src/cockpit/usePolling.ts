import { onScopeDispose } from 'vue'

/** Does `look` again and again, `every` milliseconds apart, while the page is seen; never two at once. */
export function usePolling(look: () => Promise<void>, every: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false

  async function turn(): Promise<void> {
    if (!document.hidden) await look()
    if (!ended) timer = setTimeout(() => void turn(), every)
  }

  void turn()
  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
  })
}
