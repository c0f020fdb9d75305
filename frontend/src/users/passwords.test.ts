import { expect, test } from 'vitest'
import { newPassword } from './passwords'

test('is four groups of four signs that cannot be confused', () => {
  expect(newPassword()).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
})

test('passes over bytes that would favour some signs', () => {
  const bytes = [255, 250, 248, ...Array<number>(16).fill(0)]
  expect(newPassword(() => bytes.shift() ?? 1)).toBe('aaaa-aaaa-aaaa-aaaa')
})
