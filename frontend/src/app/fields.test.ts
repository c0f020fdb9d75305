import { expect, test } from 'vitest'
import { Problem } from '@/api/client'
import { fieldProblems } from './fields'

test('each refused field has its message', () => {
  const errors = [{ where: 'body.email', message: 'is no address' }]
  const problem = new Problem(422, 'invalid_fields', '', null, errors)
  expect(fieldProblems(problem)).toEqual({ email: 'is no address' })
})

test('other failures name no field', () => {
  expect(fieldProblems(new Error('x'))).toEqual({})
})
