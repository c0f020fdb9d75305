import { describe, expect, it } from 'vitest'
import { clash, intervalsOf, minutesOf, timeOf, weeksText } from './times'

const meets = (days: string, start: string, end: string, weeks: number[] | null = null) =>
  intervalsOf([{ days, start, end, weeks }])

describe('times', () => {
  it('reads and writes them', () => {
    expect(minutesOf('9:05')).toBe(545)
    expect(minutesOf('24:00')).toBe(1440)
    expect(timeOf(545)).toBe('09:05')
  })

  it('makes one interval of each day', () => {
    expect(meets('MR', '10:00', '11:50').map((interval) => interval.day)).toEqual([0, 3])
  })

  it('takes an empty list of weeks for every week', () => {
    expect(meets('M', '10:00', '11:00', [])[0]?.weeks).toBeNull()
  })

  it('writes weeks as runs', () => {
    expect(weeksText([3, 1, 2, 6, 8, 9])).toBe('1–3, 6, 8–9')
  })
})

describe('a clash', () => {
  it('is two at once on a day', () => {
    expect(clash(meets('MR', '10:00', '11:00'), meets('R', '10:30', '12:00'))).toBe(true)
    expect(clash(meets('M', '10:00', '11:00'), meets('R', '10:00', '11:00'))).toBe(false)
  })

  it('is none when one begins as the other ends', () => {
    expect(clash(meets('M', '10:00', '11:00'), meets('M', '11:00', '12:00'))).toBe(false)
  })

  it('counts a slot begun whole, as the server does', () => {
    expect(clash(meets('M', '10:00', '11:01'), meets('M', '11:04', '12:00'))).toBe(true)
    expect(clash(meets('M', '10:00', '11:01'), meets('M', '11:05', '12:00'))).toBe(false)
  })

  it('needs a week in common', () => {
    const odd = meets('M', '10:00', '11:00', [1, 3, 5])
    expect(clash(odd, meets('M', '10:00', '11:00', [2, 4]))).toBe(false)
    expect(clash(odd, meets('M', '10:00', '11:00', [4, 5]))).toBe(true)
    expect(clash(odd, meets('M', '10:00', '11:00'))).toBe(true)
  })
})
