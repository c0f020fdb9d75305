import { expect, test } from 'vitest'
import { isFull, shareOf, stepsOf } from './seats'

test('an unlimited section is never full', () => {
  expect(isFull({ taken: 999, ceiling: null })).toBe(false)
  expect(shareOf({ taken: 999, ceiling: null })).toBe(0)
})

test('a section without seats is full', () => {
  expect(isFull({ taken: 0, ceiling: 0 })).toBe(true)
  expect(shareOf({ taken: 0, ceiling: 0 })).toBe(1)
})

test('a count stays until it changes', () => {
  const points = [
    { at: 10, taken: 3 },
    { at: 30, taken: 2 },
  ]
  expect(stepsOf(points)).toEqual([
    { at: 10, value: 3 },
    { at: 30, value: 3 },
    { at: 30, value: 2 },
  ])
  expect(stepsOf([])).toEqual([])
})
