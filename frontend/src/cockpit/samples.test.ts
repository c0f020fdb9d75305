import { expect, test } from 'vitest'
import { arrivals, decisions, KEPT_S, secondsLeft, withSample, type Sample } from './samples'

const sample = (at: number, lastNumber: number, pending: number): Sample => ({
  at,
  paused: false,
  lastNumber,
  pending,
  latency: 3,
})

test('what came and what was decided are told apart', () => {
  const samples = [sample(0, 100, 0), sample(1, 300, 150)]
  expect(arrivals(samples)).toEqual([{ at: 1, value: 200 }])
  expect(decisions(samples)).toEqual([{ at: 1, value: 50 }])
})

test('a paused line decides nothing, whatever is being accepted', () => {
  const paused = { ...sample(1, 120, 0), paused: true }
  expect(decisions([sample(0, 100, 0), paused])).toEqual([{ at: 1, value: 0 }])
})

test('a speed is that of the last seconds', () => {
  const samples = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => sample(at, at < 3 ? 0 : 60, 0))
  expect(arrivals(samples).at(2)?.value).toBe(20)
  expect(arrivals(samples).at(-1)?.value).toBe(0)
})

test('a restart with smaller numbers is no negative speed', () => {
  expect(arrivals([sample(0, 50, 0), sample(1, 0, 0)])).toEqual([{ at: 1, value: 0 }])
})

test('old samples go', () => {
  const kept = withSample([sample(0, 0, 0), sample(10, 0, 0)], sample(KEPT_S + 5, 0, 0))
  expect(kept.map(({ at }) => at)).toEqual([10, KEPT_S + 5])
})

test('a paused line never ends, an empty one has ended', () => {
  expect(secondsLeft(10, 4, false)).toBe(3)
  expect(secondsLeft(10, 4, true)).toBeNull()
  expect(secondsLeft(10, 0, false)).toBeNull()
  expect(secondsLeft(0, 0, true)).toBe(0)
})
