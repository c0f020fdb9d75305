import { expect, test } from 'vitest'
import { nodeStates, type Doors } from './nodes'

const health = (service: string, status: string, trouble = {}) => ({ service, status, trouble })
const doors: Doors = {
  auth: health('auth_node', 'ok'),
  teacher: health('teacher_node', 'degraded', { feed: 'it lags' }),
  student: health('student_node', 'offline'),
}
const words = (states: ReturnType<typeof nodeStates>) =>
  Object.fromEntries(states.map(({ node, word }) => [node, word]))

test('each node is as it says or answers', () => {
  const states = nodeStates(doors, { queue: true, data: false, trouble: '' })
  expect(words(states)).toEqual({
    gateway: 'online',
    auth: 'online',
    teacher: 'degraded',
    student: 'offline',
    queue: 'online',
    data: 'offline',
  })
  expect(states[2]?.trouble).toBe('it lags')
})

test('nobody sees what is behind a closed door', () => {
  const closed = { ...doors, teacher: health('teacher_node', 'offline') }
  const { queue, data } = words(nodeStates(closed, { queue: false, data: false, trouble: '' }))
  expect([queue, data]).toEqual(['unknown', 'unknown'])
})

test('before the first answer nothing is known', () => {
  const none = { auth: null, teacher: null, student: null }
  const states = nodeStates(none, { queue: null, data: null, trouble: '' })
  expect(new Set(states.map(({ word }) => word))).toEqual(new Set(['unknown']))
})
