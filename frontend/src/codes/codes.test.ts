import { expect, test } from 'vitest'
import { bounded, stateOf } from './codes'

const code = (uses: number, expires_at: number) => ({ uses, max_uses: 2, expires_at })

test('a used-up code is used, even when it is expired too', () => {
  expect(stateOf(code(1, 10), 9)).toBe('open')
  expect(stateOf(code(1, 10), 10)).toBe('expired')
  expect(stateOf(code(2, 10), 11)).toBe('used')
})

test('numbers stay within their bounds', () => {
  expect(bounded('0', 1, 9)).toBe(1)
  expect(bounded('5.9', 1, 9)).toBe(5)
  expect(bounded('99', 1, 9)).toBe(9)
  expect(bounded('many', 1, 9)).toBe(1)
})
