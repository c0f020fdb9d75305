import { expect, test } from 'vitest'
import { changesOf, consequences, emptyForm, newSection, ready } from './form'
import { emptyDraft } from './meetings'

const before = { ...emptyForm('F24'), course: 'CS-1', number: '1', credits: '4', capacity: '10' }

test('only what differs is sent', () => {
  expect(changesOf(before, { ...before })).toEqual({})
  expect(changesOf(before, { ...before, capacity: '' })).toEqual({ capacity: null })
  expect(changesOf(before, { ...before, title: ' New ' })).toEqual({ title: 'New' })
})

test('a new section has no teacher unless one is named', () => {
  expect(newSection(before).teacher).toBeNull()
})

test('those with a seat are thought of', () => {
  const worse = { ...before, capacity: '3', meetings: [emptyDraft()], state: 'cancelled' }
  expect(consequences(before, worse, 4)).toEqual(['fewerThanTaken', 'times', 'cancelled'])
  expect(consequences(before, worse, 0)).toEqual([])
  expect(consequences(before, { ...before, capacity: '12' }, 4)).toEqual([])
})

test('a meeting without a day keeps the form from being sent', () => {
  expect(ready({ ...before, meetings: [emptyDraft()] })).toBe(false)
  expect(ready(before)).toBe(true)
})
