import { expect, test } from 'vitest'
import { Problem } from '@/api/client'
import { fieldProblems } from './fields'

test('each refused field has its message', () => {
  const errors = [{ where: 'body.email', message: 'is no address' }]
  const problem = new Problem(422, 'invalid_fields', '', null, errors)
  expect(fieldProblems(problem)).toEqual({ email: 'is no address' })
})

test('a page may say them in its own language', () => {
  const errors = [
    { where: 'body.name', message: 'is long', code: 'name_length', values: { most: 9 } },
  ]
  const problem = new Problem(422, 'invalid_fields', '', null, errors)
  const say = (fault: { code?: string; values?: object }): string =>
    `${fault.code} ${JSON.stringify(fault.values)}`
  expect(fieldProblems(problem, say)).toEqual({ name: 'name_length {"most":9}' })
})

test('other failures name no field', () => {
  expect(fieldProblems(new Error('x'))).toEqual({})
})
