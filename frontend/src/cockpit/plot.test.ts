import { expect, test } from 'vitest'
import { areaOf, frameOf, lineOf, niceTop } from './plot'

const points = [
  { at: 10, value: 0 },
  { at: 20, value: 50 },
]

test('the scale ends at a round number', () => {
  expect([0, 1, 3, 12, 50, 51, 999].map(niceTop)).toEqual([1, 1, 5, 20, 50, 100, 1000])
})

test('the line goes from corner to corner', () => {
  const frame = frameOf(points)
  expect(lineOf(points, frame)).toBe('M0,160L600,0')
  expect(areaOf(points, frame)).toBe('M0,160L600,0L600,160L0,160Z')
})

test('a limit above all points is seen', () => {
  expect(frameOf(points, 180).top).toBe(200)
})

test('one point and none make no line that breaks', () => {
  const one = [{ at: 5, value: 1 }]
  expect(lineOf(one, frameOf(one))).toBe('M0,0')
  expect(areaOf([], { from: 0, to: 1, top: 1 })).toBe('')
})
