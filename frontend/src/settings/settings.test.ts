import { expect, test } from 'vitest'
import { changesOf } from './settings'

const now = { student_sign_up: true, teacher_sign_up: false, staff_second_factor: false }

test('only what is different is sent', () => {
  expect(changesOf(now, { ...now, teacher_sign_up: true })).toEqual({ teacher_sign_up: true })
  expect(changesOf(now, { ...now })).toEqual({})
})
