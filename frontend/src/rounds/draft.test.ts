import { expect, it } from 'vitest'
import type { Round } from '@/api/rounds'
import { draftOf, faultsOf, NO_DRAFT, roundOf } from './draft'

const ZONE = 'Europe/Berlin'
const ROUND: Round = {
  id: 3,
  term: 'F24',
  name: 'First choice',
  opens_at: Date.UTC(2025, 0, 6, 7) / 1000,
  closes_at: Date.UTC(2025, 0, 10, 19) / 1000,
  actions: ['select', 'drop'],
  groups: ['CS-1', 'CS-2'],
  tags: [],
  earned_from: 60,
  earned_to: null,
  named: 2,
  section_limit: 4,
  credit_limit: null,
  policy: 'groups_lottery',
  priorities: [
    { kind: 'group', name: 'CS-4' },
    { kind: 'tag', name: 'honours' },
  ],
  early_seconds: null,
  below_minimum: false,
}

it('comes back from the form as it was', () => {
  const draft = draftOf(ROUND, ZONE)
  expect(draft).toMatchObject({ opens: '2025-01-06T08:00', groups: 'CS-1, CS-2', credits: '' })
  expect(draft.first).toBe('CS-4, #honours')
  const { id, term, named, ...kept } = ROUND
  expect(roundOf(draft, ZONE)).toEqual(kept)
  expect(faultsOf(draft, ZONE)).toEqual({})
  expect([id, term, named]).toEqual([3, 'F24', 2])
  expect(roundOf({ ...draft, students: 'ann, bob\n17;ann ' }, ZONE).students).toEqual([
    'ann',
    'bob',
    '17',
  ])
  expect(draftOf({ ...ROUND, named: 0 }, ZONE).students).toBe('')
})

it('closes later than it opens, at moments that there are, and allows something', () => {
  const draft = draftOf(ROUND, ZONE)
  expect(faultsOf({ ...draft, closes: draft.opens }, ZONE)).toEqual({ closes: 'notLater' })
  expect(faultsOf({ ...draft, opens: '2025-03-30T02:30' }, ZONE)).toEqual({ opens: 'noMoment' })
  expect(faultsOf({ ...draft, earnedTo: '59.5' }, ZONE)).toEqual({ earned: 'order' })
  expect(faultsOf({ ...draft, actions: [] }, ZONE)).toEqual({ actions: 'noAction' })
  expect(faultsOf(NO_DRAFT, ZONE)).toEqual({ opens: 'noMoment', closes: 'noMoment' })
})

it('sends only what goes with its policy', () => {
  const draft = { ...draftOf(ROUND, ZONE), early: '30' }
  expect(roundOf({ ...draft, policy: 'lottery' }, ZONE)).toMatchObject({
    priorities: [],
    early_seconds: null,
  })
  expect(roundOf({ ...draft, policy: 'early_lottery' }, ZONE)).toMatchObject({
    priorities: [],
    early_seconds: 30,
  })
})
