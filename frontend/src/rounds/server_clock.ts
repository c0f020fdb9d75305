/** The clock that counts: the server's, as it was told last. The device's may be wrong, or be set meanwhile. */
import { onScopeDispose, readonly, ref, watch } from 'vue'
import { shared } from '@/app/shared'

const MS = 1000
const LATE_MS = 5 // a timer must not ring before the second has begun
const ahead = ref(Date.now() - performance.now()) // ms; until somebody tells, the device's clock

/** The server's clock shows `seconds`, Unix time. */
export function tellServerTime(seconds: number): void {
  ahead.value = seconds * MS - performance.now()
}

/** What the server's clock shows now, in Unix seconds. */
export const serverTime = (): number => (ahead.value + performance.now()) / MS

/** The server's clock, which ticks with its whole seconds. */
export const useServerClock = shared(() => {
  const now = ref(serverTime())
  let timer: ReturnType<typeof setTimeout> | undefined
  function tick(): void {
    clearTimeout(timer)
    now.value = serverTime()
    timer = setTimeout(tick, MS - ((now.value * MS) % MS) + LATE_MS)
  }
  watch(ahead, tick, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  return readonly(now)
})
