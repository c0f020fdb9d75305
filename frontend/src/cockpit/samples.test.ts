import { expect, test } from 'vitest'
import type { LineSecond } from '@/api/cockpit'
import { arrivals, decisions, KEPT_S, secondsLeft, waits, withSeconds } from './samples'

const second = (at: number, more: Partial<LineSecond> = {}): LineSecond => ({
  at,
  accepted: 0,
  decided: 0,
  pending: 0,
  p50_ms: null,
  p99_ms: null,
  ...more,
})

test('each second is there once, and old ones go', () => {
  const known = [second(1), second(2)]
  expect(withSeconds(known, [second(2), second(3)]).map(({ at }) => at)).toEqual([1, 2, 3])
  const later = withSeconds(known, [second(KEPT_S + 1)])
  expect(later.map(({ at }) => at)).toEqual([2, KEPT_S + 1])
})

test('nothing is made up where nothing was decided', () => {
  const quiet = [second(1, { accepted: 4 }), second(2, { decided: 4, p99_ms: 12.3 })]
  expect(arrivals(quiet).map(({ value }) => value)).toEqual([4, 0])
  expect(decisions(quiet).map(({ value }) => value)).toEqual([0, 4])
  expect(waits(quiet).map(({ value }) => value)).toEqual([12.3])
})

test('a paused line never ends, an empty one has ended', () => {
  expect(secondsLeft(10, 4, false)).toBe(3)
  expect(secondsLeft(10, 4, true)).toBeNull()
  expect(secondsLeft(10, 0, false)).toBeNull()
  expect(secondsLeft(0, 0, true)).toBe(0)
})
