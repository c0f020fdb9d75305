import { expect, test } from 'vitest'
import type { Section } from '@/api/sections'
import { changesOf, concerningThem, emptyForm, newSection, ready, tagsOf } from './form'
import { emptyDraft } from './meetings'

const before = { ...emptyForm('F24'), course: 'CS-1', number: '1', credits: '4', capacity: '10' }

test('only what differs is sent', () => {
  expect(changesOf(before, { ...before })).toEqual({})
  expect(changesOf(before, { ...before, capacity: '' })).toEqual({ capacity: null })
  expect(changesOf(before, { ...before, title: ' New ' })).toEqual({ title: 'New' })
})

test('a teacher is changed, or taken away, and otherwise left alone', () => {
  const taught = { ...before, teacher: 'ada' }
  expect(changesOf(taught, { ...taught, teacher: ' ada ' })).toEqual({})
  expect(changesOf(taught, { ...taught, teacher: 'grace' })).toEqual({ teacher: 'grace' })
  expect(changesOf(taught, { ...taught, teacher: '' })).toEqual({ teacher: null })
})

test('tags are sent as a whole, also when none is left', () => {
  const tagged = { ...before, tags: ['online'] }
  expect(changesOf(tagged, { ...tagged, tags: ['online'] })).toEqual({})
  expect(changesOf(before, tagged)).toEqual({ tags: ['online'] })
  expect(changesOf(tagged, before)).toEqual({ tags: [] })
  expect(newSection(tagged).tags).toEqual(['online'])
})

test('each tag in use is there once, in order', () => {
  const sections = [{ tags: ['writing', 'online'] }, { tags: ['online'] }, { tags: [] }]
  expect(tagsOf(sections as Section[])).toEqual(['online', 'writing'])
})

test('a new section has no teacher unless one is named', () => {
  expect(newSection(before).teacher).toBeNull()
})

test('only what concerns those with a seat is asked about', () => {
  expect(concerningThem({ title: 'New', tags: [], credits: 3 })).toBeNull()
  expect(concerningThem({ title: 'New', capacity: null, meetings: [] })).toEqual({
    capacity: null,
    meetings: [],
  })
})

test('a meeting without a day keeps the form from being sent', () => {
  expect(ready({ ...before, meetings: [emptyDraft()] })).toBe(false)
  expect(ready(before)).toBe(true)
})
