import { describe, expect, it } from 'vitest'
import { NO_WISH, filtersIn, queryOf, sameWish, wishOf } from './wish'
import type { Wish } from './wish'

const FULL: Wish = {
  text: 'data mining',
  subject: 'CSCI',
  kind: 'LEC',
  credits: 4,
  tag: 'First year',
  days: 'MR',
  from: 600,
  to: 1080,
  fits: true,
  seats: true,
}

describe('a wish in the address', () => {
  it('is read as it was written', () => {
    expect(wishOf(queryOf(FULL))).toEqual(FULL)
    expect(queryOf(FULL)).toMatchObject({ q: 'data mining', tag: 'First year', from: '10:00' })
  })

  it('leaves out what lets all through', () => {
    expect(queryOf(NO_WISH)).toEqual({})
    expect(wishOf({})).toEqual(NO_WISH)
  })

  it('keeps zero credits apart from any credits', () => {
    expect(wishOf(queryOf({ ...NO_WISH, credits: 0 })).credits).toBe(0)
  })

  it('ignores what makes no sense', () => {
    const odd = { credits: 'many', days: 'XMQ', from: '25:00', to: 'noon', fits: 'x', q: ['a'] }
    expect(wishOf(odd)).toEqual({ ...NO_WISH, days: 'M' })
  })

  it('brings days into the order of the week', () => {
    expect(wishOf({ days: 'rm' }).days).toBe('MR')
  })

  it('knows how much is set', () => {
    expect(filtersIn(FULL)).toBe(9)
    expect(sameWish(FULL, { ...FULL })).toBe(true)
    expect(sameWish(FULL, NO_WISH)).toBe(false)
  })
})
