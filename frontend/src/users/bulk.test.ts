import { expect, test } from 'vitest'
import { bulkOf, countStatuses, passwordsFor, pieces, resultRows, type Result } from './bulk'

const person = (username: string, password = '') => ({
  line: 2,
  username,
  name: username,
  email: `${username}@uni.example`,
  group: '',
  password,
})
const result = (status: 'created' | 'refused', made: string): Result => ({
  ...person('ann'),
  made,
  outcome: { username: 'ann', status, values: {}, errors: [], changes: [] },
})

test('pieces hold everything once', () => {
  expect(pieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(pieces([], 2)).toEqual([])
})

test('a password is made only where the file has none', () => {
  const [none, some] = passwordsFor([person('ann', 'long enough to keep'), person('bob')])
  expect(none).toBe('')
  expect(some).toHaveLength(19)
})

test('a made password has to be changed, one of the file has not', () => {
  const wish = { role: 'student', onConflict: 'skip' } as const
  const rows = [person('ann', 'own'), person('bob')]
  const { users } = bulkOf(rows, ['', 'made'], wish, { repeated: true })
  expect(users.map(({ password, initial }) => [password, initial])).toEqual([
    ['own', false],
    ['made', true],
  ])
  expect(users.every(({ repeated }) => repeated)).toBe(true)
})

test('who was refused gets no password into the file', () => {
  const results = [result('created', 'made'), result('refused', 'made')]
  const rows = resultRows(results, ({ status }) => `was ${status}`)
  expect(rows.map((row) => row[5])).toEqual(['password', 'made', ''])
  expect(rows[2]?.[6]).toBe('was refused')
})

test('counts how it ended', () => {
  expect(countStatuses([result('created', ''), result('created', '')]).created).toBe(2)
})
