import { expect, test } from 'vitest'
import { reasonsOf, refusalsIn } from './reasons'

test('the most frequent ending fills its bar', () => {
  const reasons = reasonsOf([
    { outcome: 'refused', code: 'section_full', count: 5 },
    { outcome: 'enrolled', code: null, count: 20 },
  ])
  expect(reasons).toEqual([
    { key: 'enrolled', count: 20, share: 1 },
    { key: 'section_full', count: 5, share: 0.25 },
  ])
})

test('before the first request there is nothing', () => {
  expect(reasonsOf([])).toEqual([])
})

test('only refusals count as such', () => {
  const counts = [
    { outcome: 'refused', code: 'section_full', count: 5 },
    { outcome: 'refused', code: 'time_clash', count: 2 },
    { outcome: 'enrolled', code: null, count: 20 },
  ] as const
  expect(refusalsIn(counts)).toBe(7)
})
