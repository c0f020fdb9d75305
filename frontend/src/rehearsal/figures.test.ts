import { expect, test } from 'vitest'
import type { Ticket } from '@/api/selections'
import { figuresOf, timesOf } from './figures'
import type { Wish } from './rush'

const wish = (state: Ticket['state'] | null, acceptedAt = 100, decidedAt = 102): Wish => ({
  token: 't',
  studentId: 1,
  sectionId: 2,
  key: 'k',
  sentAt: 1,
  acceptedAfterMs: 1000,
  refused: '',
  ticket: state && {
    id: 'x',
    number: 1,
    action: 'select',
    section_id: 2,
    position: 0,
    values: {},
    parts: [],
    wait: false,
    state,
    accepted_at: acceptedAt,
    decided_at: state === 'pending' ? null : decidedAt,
  },
})

test('requests are counted by how far they got', () => {
  const all = [wish('enrolled'), wish('refused'), wish('pending'), wish(null)]
  const { submitted, accepted, decided, enrolled, refused } = figuresOf(all)
  expect([submitted, accepted, decided, enrolled, refused]).toEqual([4, 3, 2, 1, 1])
})

test('speed counts from the first sending to the last decision', () => {
  const figures = figuresOf([wish('enrolled', 100, 101), wish('refused', 100, 104)])
  expect(figures.decidedPerS).toBe(2 / 5)
  expect(figures.decisionMs).toEqual({ p50: 1000, p99: 4000 })
})

test('without any there are no times', () => {
  expect(timesOf([])).toEqual({ p50: null, p99: null })
  expect(figuresOf([]).decidedPerS).toBe(0)
  expect(timesOf([3, 1, 2])).toEqual({ p50: 2, p99: 3 })
})
