import { expect, test } from 'vitest'
import { directionOf, nextSort, sorted } from './table'

const rows = [
  { name: 'b10', seats: 2 },
  { name: 'b9', seats: null },
  { name: 'a', seats: 30 },
]
const by = (sort: string) =>
  sorted(rows, sort, (row, key) => row[key as 'name' | 'seats']).map((row) => row.name)

test('numbers inside names count as numbers', () => {
  expect(by('name')).toEqual(['a', 'b9', 'b10'])
})

test('who has no value comes last in either order', () => {
  expect(by('seats')).toEqual(['b10', 'a', 'b9'])
  expect(by('-seats')).toEqual(['a', 'b10', 'b9'])
})

test('without a wish the order stays', () => {
  expect(by('')).toEqual(['b10', 'b9', 'a'])
})

test('a second click turns the order round', () => {
  expect(nextSort('', 'name')).toBe('name')
  expect(nextSort('name', 'name')).toBe('-name')
  expect(nextSort('-name', 'name')).toBe('name')
  expect(directionOf('-name', 'name')).toBe('descending')
  expect(directionOf('-name', 'seats')).toBeUndefined()
})
