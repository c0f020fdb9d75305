import { expect, test } from 'vitest'
import type { NodeCopy } from '@/api/cockpit'
import { nodeStates, nothingSeen } from './nodes'

const copy = (service: string, word: NodeCopy['word'], address = 'unix:///x'): NodeCopy => ({
  service,
  address,
  word,
  trouble: word === 'online' ? {} : { silent: 'it gives no answer' },
  process: null,
})

test('nodes stand in the order of a request, and copies are told apart', () => {
  const states = nodeStates([
    copy('data_node', 'online'),
    copy('student_node', 'offline', 'http://a'),
    copy('student_node', 'online', 'http://b'),
    copy('gateway', 'online'),
  ])
  expect(states.map(({ node, copy, word }) => [node, copy, word])).toEqual([
    ['gateway', 0, 'online'],
    ['student', 1, 'offline'],
    ['student', 2, 'online'],
    ['data', 0, 'online'],
  ])
  expect(states[1]?.trouble).toEqual({ silent: 'it gives no answer' })
})

test('the gateway through which the answer came is well, wherever it is', () => {
  const [gateway] = nodeStates([copy('gateway', 'unknown')])
  expect([gateway?.word, gateway?.trouble]).toEqual(['online', {}])
})

test('behind a closed staff door nothing is known', () => {
  const words = (states: ReturnType<typeof nothingSeen>) => states.map(({ word }) => word)
  expect(words(nothingSeen(true))).toEqual([
    ...['online', 'unknown', 'unknown', 'offline', 'unknown', 'unknown'],
  ])
  expect(words(nothingSeen(false))[0]).toBe('offline')
})
