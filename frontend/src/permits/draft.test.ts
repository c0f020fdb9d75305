import { expect, it } from 'vitest'
import { faultsOf, permitOf, type Draft } from './draft'

const ZONE = 'Europe/Berlin'
const draft: Draft = { student: ' alice ', kinds: ['clash'], reason: ' Needs it ', until: '' }

it('makes what is typed into a permit, its end by the clocks on campus', () => {
  expect(permitOf(draft, ZONE)).toEqual({
    student: 'alice',
    kinds: ['clash'],
    reason: 'Needs it',
    until: null,
  })
  const until = permitOf({ ...draft, until: '2030-01-01T00:00' }, ZONE).until
  expect(until).toBe(Date.parse('2029-12-31T23:00:00Z') / 1000)
})

it('puts kinds into their usual order', () => {
  const { kinds } = permitOf({ ...draft, kinds: ['credit', 'over_capacity'] }, ZONE)
  expect(kinds).toEqual(['over_capacity', 'credit'])
})

it('finds what is missing, and moments that the clocks leave out', () => {
  expect(faultsOf(draft, ZONE)).toEqual({})
  expect(faultsOf({ ...draft, kinds: [], until: '2030-03-31T02:30' }, ZONE)).toEqual({
    kinds: 'noKind',
    until: 'noMoment',
  })
})
