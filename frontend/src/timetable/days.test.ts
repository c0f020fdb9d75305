import { describe, expect, it } from 'vitest'
import {
  datesOf,
  dayAfter,
  daysBetween,
  daysOf,
  isTaught,
  mondayOf,
  runsOf,
  weekCount,
  weekOf,
} from './days'

const TERM = { first: '2024-09-04', last: '2024-12-13', holidays: ['2024-11-28', '2024-11-29'] }

describe('the days of a term', () => {
  it('are known when both ends are', () => {
    expect(daysOf(undefined)).toBeNull()
    expect(daysOf({ first_day: null, last_day: null, holidays: [] })).toBeNull()
    expect(daysOf({ first_day: TERM.first, last_day: TERM.last })?.holidays).toEqual([])
  })

  it('count weeks from the Monday of the first day', () => {
    expect(mondayOf('2024-09-08')).toBe('2024-09-02')
    expect(['2024-09-01', '2024-09-02', '2024-09-08', '2024-09-09'].map((day) => weekOf(TERM, day)))
      .toEqual([0, 1, 1, 2]) // prettier-ignore
    expect(weekCount(TERM)).toBe(15)
    expect(datesOf(TERM, 13)[3]).toBe('2024-11-28')
  })

  it('have classes but for holidays and what lies outside', () => {
    const asked = ['2024-09-03', '2024-09-04', '2024-11-28', '2024-12-13', '2024-12-14']
    expect(asked.map((day) => isTaught(TERM, day))).toEqual([false, true, false, true, false])
  })

  it('make runs and come out of them again', () => {
    const days = ['2024-12-31', '2025-01-01', '2024-10-03', '2024-12-30', '2024-10-03']
    const runs = runsOf(days)
    expect(runs).toEqual([
      ['2024-10-03', '2024-10-03'],
      ['2024-12-30', '2025-01-01'],
    ])
    expect(runs.flatMap(([first, last]) => daysBetween(first, last))).toEqual(
      [...new Set(days)].sort(),
    )
    expect(daysBetween('2025-01-02', '2025-01-01')).toEqual([])
    expect(dayAfter('2024-02-28', 2)).toBe('2024-03-01')
  })
})
