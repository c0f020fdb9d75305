import { expect, test } from 'vitest'
import { flawsOf, requestsOf, sectionsOf, USUAL } from './plan'

test('every student asks for so many different sections', () => {
  const requests = requestsOf({ students: 40, sections: 5, seats: 1, each: 3 })
  expect(requests).toHaveLength(120)
  expect(new Set(requests.map(String)).size).toBe(120)
  for (let student = 0; student < 40; student += 1) {
    expect(requests.filter(([who]) => who === student)).toHaveLength(3)
  }
  expect(Math.max(...requests.map(([, section]) => section))).toBeLessThan(5)
})

test('the order is a crowd’s, and the same from the same lots', () => {
  const lots = () => {
    let seed = 7
    return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  }
  const first = requestsOf(USUAL, lots())
  expect(first).toEqual(requestsOf(USUAL, lots()))
  expect(first.map(([student]) => student)).not.toEqual(
    first.map(([student]) => student).sort((a, b) => a - b),
  )
})

test('what cannot be rehearsed is told by the field', () => {
  expect(flawsOf(USUAL)).toEqual({})
  expect(flawsOf({ ...USUAL, students: 0, seats: 0 })).toEqual({ students: 'range' })
  expect(flawsOf({ ...USUAL, students: NaN })).toEqual({ students: 'range' })
  expect(flawsOf({ ...USUAL, sections: 2 })).toEqual({ each: 'sections' })
  expect(flawsOf({ ...USUAL, students: 2000, each: 5 })).toEqual({ each: 'total' })
})

test('sections have names that differ', () => {
  expect(sectionsOf({ ...USUAL, sections: 2, seats: 4 })).toEqual([
    { name: 'R0001/01', capacity: 4 },
    { name: 'R0002/01', capacity: 4 },
  ])
})
