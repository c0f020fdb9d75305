// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { forgetOwn, keepOwn, keptOwn } from './own_store'

beforeEach(() => localStorage.clear())

it('keeps what is told until it is forgotten, and nothing else goes', () => {
  localStorage.setItem('course-selection.theme', 'dark')
  keepOwn('timetable', [1, 2], 5)
  expect(keptOwn('timetable', Array.isArray)).toEqual({ at: 5, value: [1, 2] })
  forgetOwn()
  expect(keptOwn('timetable', Array.isArray)).toBeNull()
  expect(Object.keys(localStorage)).toEqual(['course-selection.theme'])
})

it('takes what it cannot read for nothing', () => {
  keepOwn('timetable', {})
  expect(keptOwn('timetable', Array.isArray)).toBeNull()
  localStorage.setItem('own:timetable', '{')
  expect(keptOwn('timetable', Array.isArray)).toBeNull()
})
