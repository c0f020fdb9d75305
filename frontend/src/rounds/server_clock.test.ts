import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { serverTime, tellServerTime, useServerClock } from './server_clock'

const TOLD = 1_900_000_000.25

beforeEach(() =>
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] }),
)
afterEach(() => vi.useRealTimers())

it('goes on from what it was told, whatever the clock of the device does', () => {
  tellServerTime(TOLD)
  vi.setSystemTime(0)
  expect(serverTime()).toBeCloseTo(TOLD, 3)
  vi.advanceTimersByTime(1500)
  expect(serverTime()).toBeCloseTo(TOLD + 1.5, 3)
})

it('ticks as soon as a second has begun, never before, and follows what is told', async () => {
  tellServerTime(TOLD)
  const scope = effectScope()
  const now = scope.run(useServerClock)
  vi.advanceTimersByTime(749)
  expect(now?.value).toBeCloseTo(TOLD, 3)
  vi.advanceTimersByTime(10)
  expect(now?.value).toBeGreaterThanOrEqual(1_900_000_001)
  tellServerTime(TOLD + 3600)
  await nextTick()
  expect(now?.value).toBeCloseTo(TOLD + 3600, 3)
  scope.stop()
  expect(vi.getTimerCount()).toBe(0)
})
