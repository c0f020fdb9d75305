import { expect, test } from 'vitest'
import type { Section } from '@/api/sections'
import { byTerm, fitting } from './own'

const section = (term: string, course: string) =>
  ({ term, course, number: '1', title: 'Logic' }) as Section
const all = [section('F24', 'CS-1'), section('S25', 'CS-2'), section('F24', 'CS-3')]

test('each term is one group and keeps the order', () => {
  expect(byTerm(all).map(({ term, sections }) => [term, sections.length])).toEqual([
    ['F24', 2],
    ['S25', 1],
  ])
})

test('words are looked for in course, number and title', () => {
  expect(fitting(all, 'logic cs-2')).toEqual([all[1]])
})
