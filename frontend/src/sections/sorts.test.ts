import { expect, test } from 'vitest'
import type { Section } from '@/api/sections'
import { sortOf, valueOf } from './sorts'

test('only an order that there is comes from an address', () => {
  expect(sortOf('-fill')).toBe('-fill')
  expect(sortOf('title')).toBe('title')
  expect(sortOf('salary')).toBe('')
  expect(sortOf('--fill')).toBe('')
  expect(sortOf('')).toBe('')
})

test('a table that is whole sorts seats by the share that is taken', () => {
  const section = { course: 'CS-1', taken: 1, ceiling: 4 } as Section
  expect(valueOf(section, 'fill')).toBe(0.25)
  expect(valueOf(section, 'course')).toBe('CS-1')
})
