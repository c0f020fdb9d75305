import { expect, test } from 'vitest'
import type { LineState } from '@/api/cockpit'
import { begun, next } from './drain'

const line = (pending: number, paused = false): LineState => ({
  pending,
  awaiting_draw: 0,
  paused: paused ? { since: 0, by: 'root', reason: '' } : null,
  drain_per_s: 1,
  last_number: 1,
  trouble: '',
})

test('requests that come meanwhile are waited for too', () => {
  const drain = [line(4), line(9), line(0)].reduce(next, begun(line(10)))
  expect(drain).toEqual({ done: 15, pending: 0, end: 'empty' })
})

test('a pause ends it, and says that somebody still waits', () => {
  const drain = [line(4, true), line(0)].reduce(next, begun(line(10)))
  expect(drain).toEqual({ done: 6, pending: 4, end: 'paused' })
})

test('an empty line is drained at once, paused or not', () => {
  expect(begun(line(0)).end).toBe('empty')
  expect(begun(line(0, true)).end).toBe('empty')
})
