import { expect, test } from 'vitest'
import { matching } from './roster'

const student = (name: string, group: string) => ({
  id: 1,
  username: 'u1',
  name,
  group,
  enrolled_at: 0,
  ticket_id: 't',
  credits: 3,
})
const all = [student('Alice Ames', 'CS-1'), student('李雷', 'CS-2')]

test('every word has to be somewhere', () => {
  expect(matching(all, 'cs-1 ALICE')).toEqual([all[0]])
  expect(matching(all, '李')).toEqual([all[1]])
  expect(matching(all, 'alice cs-2')).toEqual([])
})

test('without words everybody is there', () => {
  expect(matching(all, ' ')).toEqual(all)
})
