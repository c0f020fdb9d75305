// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/client'
import { isFilledBy } from './problems'
import { askAgain, pauseBefore, worthRetrying } from './query'

const away = new Problem(503, 'service_away', 'It does not answer.', 4)
const no = new Problem(409, 'section_full', 'All seats are taken.')

describe('a failed question', () => {
  it('is asked again where that may help, but not for ever', () => {
    expect(worthRetrying(0, away)).toBe(true)
    expect(worthRetrying(3, away)).toBe(false)
    expect(worthRetrying(0, no)).toBe(false)
    expect(worthRetrying(0, new Error('a mistake of ours'))).toBe(false)
  })

  it('is not asked again without a network', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(worthRetrying(0, new Problem(0, 'offline', ''))).toBe(false)
    vi.restoreAllMocks()
  })

  it('is asked once more later by itself, unless the answer was a no', () => {
    const asked = (error: unknown) => askAgain({ state: { error } })
    expect([away, no, null].map(asked)).toEqual([15_000, false, false])
  })

  it('waits as long as the server says', () => {
    expect(pauseBefore(0, away)).toBe(4_000)
    expect(pauseBefore(2, no)).toBe(4_000)
    expect(pauseBefore(9, no)).toBe(15_000)
  })
})

describe('a sentence', () => {
  it('is said in another language only with all its values', () => {
    expect(isFilledBy('{a} and {b}', { a: 1, b: 'x' })).toBe(true)
    expect(isFilledBy('{a} and {b}', { a: 1 })).toBe(false)
    expect(isFilledBy('nothing to fill', {})).toBe(true)
  })
})
