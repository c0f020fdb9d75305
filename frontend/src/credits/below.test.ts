import { expect, it } from 'vitest'
import { linesOf } from './useBelow'

it('writes those below the minimum as lines of a file', () => {
  const row = { id: 17, username: 'alice', name: 'Alice', group: 'CS-1', credits: 7.5, minimum: 12 }
  expect(linesOf([row])).toEqual([
    ['id', 'username', 'name', 'group', 'credits', 'minimum'],
    ['17', 'alice', 'Alice', 'CS-1', '7.5', '12'],
  ])
})
