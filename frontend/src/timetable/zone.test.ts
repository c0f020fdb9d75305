import { describe, expect, it } from 'vitest'
import { offsetAt, utcOf } from './zone'

describe('the time zone', () => {
  it('is read right on both sides of a change', () => {
    const berlin = 'Europe/Berlin'
    expect(offsetAt(berlin, Date.UTC(2024, 6, 1))).toBe(120)
    expect(offsetAt(berlin, Date.UTC(2024, 11, 1))).toBe(60)
    expect(utcOf(berlin, Date.UTC(2024, 9, 28, 10))).toBe(Date.UTC(2024, 9, 28, 9))
  })
})
