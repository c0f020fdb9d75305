import { expect, test } from 'vitest'
import { normalTags } from './tags'

test('tags are trimmed, each counts once', () => {
  expect(normalTags([' a', 'a', '', 'e\u0301', '\u00e9'])).toEqual(['a', '\u00e9'])
})
