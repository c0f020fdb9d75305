import { describe, expect, it } from 'vitest'
import { intervalsOf } from '@/timetable/times'
import { exampleMeeting, exampleSection, exampleUniversity } from './examples'
import { Shelf } from './shelf'
import { NO_WISH } from './wish'
import type { Wish } from './wish'

const SECTIONS = [
  exampleSection(1, { taken: 30, instructor: 'Ada Lovelace', tags: ['online', 'First year'] }),
  exampleSection(2, {
    course: 'MATH-2400',
    title: 'Equations for CSCI majors',
    credits: 1,
    credits_max: 3,
    meetings: [exampleMeeting('TF', '14:00', '15:50')],
  }),
  exampleSection(3, {
    course: 'MATH-1010',
    title: 'Calculus',
    ceiling: null,
    meetings: [],
    tags: ['online'],
  }),
  exampleSection(4, { course: 'ARTS-1020', title: 'Drawing', state: 'closed' }),
]

const found = (wish: Partial<Wish>, busy = ''): number[] =>
  new Shelf(SECTIONS, 0)
    .search(
      { ...NO_WISH, ...wish },
      busy ? intervalsOf([{ days: busy, start: '10:30', end: '11:00' }]) : [],
    )
    .map((section) => section.id)

describe('a search', () => {
  it('finds all words anywhere in code, title, number and people', () => {
    expect(found({ text: 'lovelace csci' })).toEqual([1])
    expect(found({ text: '70003' })).toEqual([3])
    expect(found({ text: 'LOVE drawing' })).toEqual([])
  })

  it('finds words of a tag', () => {
    expect(found({ text: 'online' })).toEqual([1, 3])
    expect(found({ text: 'first year csci' })).toEqual([1])
  })

  it('finds the same however much of it was prepared before', () => {
    const shelf = new Shelf(SECTIONS, 0)
    expect([shelf.prepare(1), shelf.prepare(2)]).toEqual([false, false])
    expect(shelf.search({ ...NO_WISH, text: 'drawing' }).map(({ id }) => id)).toEqual([4])
    expect(shelf.prepare(1)).toBe(true)
  })

  it('finds a code written without its hyphen', () => {
    expect(found({ text: 'csci1100' })).toEqual([1])
    expect(found({ text: 'math 2400' })).toEqual([2])
  })

  it('has what is called so first', () => {
    expect(found({ text: 'csci' })).toEqual([1, 2])
    expect(new Shelf([...SECTIONS].reverse(), 0).search({ ...NO_WISH, text: 'csci' })[0]?.id).toBe(
      1,
    )
  })

  it('narrows down by subject, kind and credits, ranges included', () => {
    expect(found({ subject: 'MATH' })).toEqual([2, 3])
    expect(found({ credits: 2 })).toEqual([2])
    expect(found({ kind: 'LEC' })).toEqual([1, 2, 4])
  })

  it('narrows down to those with a tag, as it is written', () => {
    expect(found({ tag: 'online' })).toEqual([1, 3])
    expect(found({ tag: 'First year' })).toEqual([1])
    expect(found({ tag: 'first' })).toEqual([])
  })

  it('wants no other days and no other times', () => {
    expect(found({ days: 'MTRF' })).toEqual([1, 2, 4])
    expect(found({ days: 'M' })).toEqual([])
    expect(found({ from: 720 })).toEqual([2])
    expect(found({ to: 720 })).toEqual([1, 4])
  })

  it('has only open ones with a seat when asked', () => {
    expect(found({ seats: true })).toEqual([2, 3])
  })

  it('has only what fits beside the rest when asked; what has no time always fits', () => {
    expect(found({ fits: true }, 'R')).toEqual([2, 3])
    expect(found({ fits: true })).toEqual([1, 2, 3, 4])
  })
})

describe('seats', () => {
  it('are counted as they change', () => {
    const shelf = new Shelf(SECTIONS, 0)
    expect(shelf.seats(1)).toEqual({ taken: 30, ceiling: 30, free: 0 })
    expect(shelf.count([[1, 29, 30]])).toBe(true)
    expect(shelf.search({ ...NO_WISH, seats: true }).map(({ id }) => id)).toEqual([1, 2, 3])
    expect(shelf.count([[999, 1, 1]])).toBe(false)
  })

  it('know no end where there is none, and are never fewer than none', () => {
    const shelf = new Shelf(SECTIONS, 0)
    expect(shelf.seats(3)?.free).toBeNull()
    shelf.count([[1, 32, 30]])
    expect(shelf.seats(1)?.free).toBe(0)
  })
})

it('knows what there is to choose from', () => {
  const shelf = new Shelf(SECTIONS, 0)
  expect(shelf.subjects).toEqual(['ARTS', 'CSCI', 'MATH'])
  expect(shelf.credits).toEqual([1, 4])
  expect(shelf.sectionTags).toEqual(['First year', 'online'])
})

const MOST_MS = 50 // what a keystroke may take
const TRIES = 15

it('filters 10,000 sections within a keystroke', () => {
  const shelf = new Shelf(exampleUniversity(10_000), 0)
  const busy = intervalsOf([
    exampleMeeting('MTWRF', '10:00', '11:00'),
    exampleMeeting('MR', '13:00', '15:00'),
  ])
  const took = Array.from({ length: TRIES }, () => {
    const begun = performance.now()
    shelf.search({ ...NO_WISH, text: 'al ap', seats: true, fits: true, from: 480 }, busy)
    return performance.now() - begun
  }).sort((a, b) => a - b)
  expect(took[Math.floor(TRIES / 2)]).toBeLessThan(MOST_MS)
})
