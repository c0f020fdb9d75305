import { expect, test } from 'vitest'
import { readDelimited, writeDelimited } from './delimited'

test('a quoted cell may hold separators, quotes and line breaks', () => {
  const lines = readDelimited('a,b\r\n"x, ""y""\nz",2\n\n3,4')
  expect(lines).toEqual([
    { number: 1, cells: ['a', 'b'] },
    { number: 2, cells: ['x, "y"\nz', '2'] },
    { number: 5, cells: ['3', '4'] },
  ])
})

test.each([';', '\t', ','])('finds out that %j separates', (sign) => {
  expect(readDelimited(`a${sign}b\n1${sign}2`)[1]?.cells).toEqual(['1', '2'])
})

test('a byte order mark is no part of the first name', () => {
  expect(readDelimited('\uFEFFname\nAnn')[0]?.cells).toEqual(['name'])
})

test('an unfinished quote ends with the file', () => {
  expect(readDelimited('a\n"b')[1]?.cells).toEqual(['b'])
})

test('what is written can be read, and no cell acts as a formula', () => {
  const text = writeDelimited([
    ['name', 'note'],
    ['Ann, "A"', '=1+1'],
    ['＝1', ' @x'],
  ])
  expect(readDelimited(text)[1]?.cells).toEqual(['Ann, "A"', "'=1+1"])
  expect(readDelimited(text)[2]?.cells).toEqual(["'＝1", "' @x"])
})
