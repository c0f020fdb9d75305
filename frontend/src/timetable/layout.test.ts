import { describe, expect, it } from 'vitest'
import { clashingPairs, gridRow, layoutWeek, weeksNamed, withoutTime } from './layout'
import type { Entry } from './layout'

const entry = (id: number, days: string, start: string, end: string, weeks?: number[]): Entry => ({
  id,
  role: 'held',
  label: `C-${id}`,
  meetings: [{ days, start, end, weeks: weeks ?? null, location: 'J 1' }],
})

describe('a week', () => {
  it('is Monday to Friday, 8 to 18, unless something lies outside', () => {
    expect(layoutWeek([])).toEqual({ days: 5, from: 480, to: 1080, blocks: [] })
    const late = layoutWeek([entry(1, 'S', '7:30', '21:20')])
    expect([late.days, late.from, late.to]).toEqual([6, 420, 1320])
  })

  it('puts what overlaps side by side, and what does not over the whole width', () => {
    const { blocks } = layoutWeek([
      entry(1, 'M', '9:00', '11:00'),
      entry(2, 'M', '10:00', '12:00'),
      entry(3, 'M', '11:00', '12:00'),
      entry(4, 'M', '13:00', '14:00'),
    ])
    expect(blocks.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
      [0, 1],
    ])
    expect(blocks.map(({ clashes }) => clashes)).toEqual([true, true, true, false])
  })

  it('has no classes on days that are off', () => {
    const { blocks } = layoutWeek([entry(1, 'MR', '9:00', '11:00')], 13, [3])
    expect(blocks.map(({ interval }) => interval.day)).toEqual([0])
  })

  it('stands two side by side without a clash when they never meet in one week', () => {
    const { blocks } = layoutWeek([
      entry(1, 'M', '9:00', '10:00', [1, 3]),
      entry(2, 'M', '9:00', '10:00', [2, 4]),
    ])
    expect(blocks.map(({ lanes, clashes }) => [lanes, clashes])).toEqual([
      [2, false],
      [2, false],
    ])
  })

  it('shows one week only when asked', () => {
    const entries = [entry(1, 'M', '9:00', '10:00', [1]), entry(2, 'T', '9:00', '10:00')]
    expect(layoutWeek(entries, 2).blocks.map((block) => block.entry.id)).toEqual([2])
    expect(weeksNamed(entries)).toEqual([1])
  })

  it('has a row for every five minutes', () => {
    expect(gridRow(480, 480)).toBe(1)
    expect(gridRow(545, 480)).toBe(14)
  })
})

it('names the pairs that clash', () => {
  const entries = [
    entry(1, 'M', '9:00', '10:00'),
    entry(2, 'M', '9:30', '10:30'),
    entry(3, 'T', '9:30', '10:30'),
  ]
  expect(clashingPairs(entries).map(([one, other]) => [one.id, other.id])).toEqual([[1, 2]])
})

it('keeps apart what has no time', () => {
  const open: Entry = { id: 9, role: 'planned', label: 'C-9', meetings: [] }
  expect(withoutTime([open, entry(1, 'M', '9:00', '10:00')])).toEqual([open])
})
