import { describe, expect, it } from 'vitest'
import type { Preview } from '@/api/catalogue'
import type { OwnPlace } from '@/api/timetable'
import { exampleSection } from '@/catalogue/examples'
import { canWait, standingOf, ticketOf, wishOf } from './waits'

const preview = (codes: readonly string[], waiting: number | null = 1): Preview => ({
  allowed: codes.length === 0,
  refusals: codes.map((code) => ({ code, detail: '', values: {} })),
  waiting,
})

describe('waiting for a full section', () => {
  it.each([
    [['section_full'], 2, true],
    [['section_full'], 1, false],
    [['section_full'], 0, false],
    [['section_full'], null, false],
    [['time_clash', 'section_full'], 2, false],
    [['section_closed'], 2, false],
    [[], 2, false],
  ])('%j with room for %s: %s', (codes, limit, possible) => {
    expect(canWait(preview(codes), limit)).toBe(possible)
  })

  it('is not offered before the answer is there', () => {
    expect(canWait(undefined, 5)).toBe(false)
  })
})

describe('a request that was put on a waitlist', () => {
  const ticket = { id: 'a1', section_id: 7 }
  const place: OwnPlace = {
    section: exampleSection(7),
    ticket_id: 'a1',
    place: 2,
    of: 3,
    since: 100,
    values: {},
    together: [],
    gives: [],
  }

  it('waits, has its seat, or neither', () => {
    expect(standingOf(ticket, [place], () => false)).toBe('waitlisted')
    expect(standingOf(ticket, [{ ...place, ticket_id: 'b2' }], () => false)).toBe('gone')
    expect(standingOf(ticket, [], (section) => section === 7)).toBe('enrolled')
  })

  it('keeps its id when it gets the seat', () => {
    expect(ticketOf('a1-promoted')).toBe('a1')
    expect(ticketOf('a1')).toBe('a1')
    expect([ticketOf('a1-promoted-3'), wishOf('a1-promoted-3')]).toEqual(['a1', 2])
    expect(wishOf('a1-promoted')).toBe(0)
  })
})
