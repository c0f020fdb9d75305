import { expect, test } from 'vitest'
import { fillOver, isFull, shareOf } from './seats'

test('an unlimited section is never full', () => {
  expect(isFull({ taken: 999, ceiling: null })).toBe(false)
  expect(shareOf({ taken: 999, ceiling: null })).toBe(0)
})

test('a section without seats is full', () => {
  expect(isFull({ taken: 0, ceiling: 0 })).toBe(true)
  expect(shareOf({ taken: 0, ceiling: 0 })).toBe(1)
})

test('counts seats in the order of time', () => {
  expect(fillOver([30, 10])).toEqual([
    { at: 10, value: 1 },
    { at: 30, value: 2 },
  ])
})
