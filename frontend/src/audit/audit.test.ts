import { expect, test } from 'vitest'
import { writeDelimited } from '@/app/delimited'
import audit from '@/locales/en/staff/audit.json'
import { ACTIONS, factsOf, linesOf, NOTHING, queryOf, wishOf } from './audit'

const entry = {
  id: 7,
  at: 1_790_000_000.25,
  action: 'user_updated',
  actor: '=cmd()',
  actor_role: 'admin',
  source: 'local',
  target_kind: 'user',
  target: 'alice',
  before: { name: 'Alice', group: '' },
  after: { name: 'Alice Ames', tags: ['honours'] },
}

test('everything that can happen has a text', () => {
  expect(Object.keys(audit.actions).sort()).toEqual([...ACTIONS].sort())
})

test('an address gives back the wish, without what nobody knows', () => {
  const wish = { ...NOTHING, who: 'admin', what: 'user_deleted', from: '2026-09-01T08:30' }
  expect(wishOf(wish)).toEqual(wish)
  expect(wishOf({ what: 'danced', who: ['a', 'b'] })).toEqual(NOTHING)
})

test('moments are local and count only when they are some', () => {
  const { since, until } = queryOf({ ...NOTHING, from: '2026-09-01T08:30', until: 'soon' })
  expect(since).toBe(new Date(2026, 8, 1, 8, 30).getTime() / 1000)
  expect(until).toBeNull()
})

test('facts name everything that was before or is after', () => {
  expect(factsOf(entry)).toEqual([
    { name: 'name', before: 'Alice', after: 'Alice Ames' },
    { name: 'group', before: '', after: undefined },
    { name: 'tags', before: undefined, after: ['honours'] },
  ])
  expect(factsOf({ before: null, after: null })).toEqual([])
})

test('no cell of the file is a formula', () => {
  const [head, line] = linesOf([entry])
  expect(head?.slice(0, 2)).toEqual(['time', 'who'])
  expect(line?.[0]).toBe('2026-09-21T14:13:20.250Z')
  expect(writeDelimited([line ?? []])).toContain(',user,alice,local,')
  expect(writeDelimited([line ?? []])).toContain("'=cmd()")
})
