import { describe, expect, it } from 'vitest'
import { digitsOf } from './digits'
import { localPath } from './next'
import { weaknessOf } from './password'
import { grouped, pictureOf } from './secret'

describe('a pasted code', () => {
  it.each([
    ['123 456', '123456'],
    [' 123-456\n', '123456'],
    ['１２３４５６', '123456'],
    ['1234567', '123456'],
    ['code: 12', '12'],
  ])('%j is %j', (pasted, code) => expect(digitsOf(pasted)).toBe(code))
})

describe('the page after the login', () => {
  it.each(['/catalogue?q=a', '/'])('may be %s', (path) => expect(localPath(path)).toBe(path))
  it.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:1', undefined, ['/a']])(
    'may not be %s',
    (path) => expect(localPath(path)).toBeNull(),
  )
})

describe('a new password', () => {
  it.each([
    ['short', 'short'],
    ['x'.repeat(129), 'long'],
    ['my-Alice-99', 'name'],
    ['correct horse', null],
    ['😀😀😀😀', 'short'],
  ])('%s', (password, weakness) => expect(weaknessOf(password, 'alice')).toBe(weakness))
})

describe('a secret', () => {
  it('is easy to type', () => expect(grouped('ABCDEFGHIJ')).toBe('ABCD EFGH IJ'))
  it('is a picture of its own', () => {
    const picture = decodeURIComponent(pictureOf('<svg width="1"></svg>'))
    expect(picture).toContain('<svg xmlns="http://www.w3.org/2000/svg" width="1">')
  })
})
