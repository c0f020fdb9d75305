import { describe, expect, it } from 'vitest'
import { localIn, secondsIn } from './local_time'
import { allows, countdown, namesIn, nextFor, phaseOf, standingOf } from './rounds'

const round = (opens_at: number, closes_at: number) => ({
  opens_at,
  closes_at,
  actions: ['select' as const],
})

describe('a round', () => {
  it('is open from its opening until just before its closing', () => {
    const phases = [99.9, 100, 199.9, 200].map((now) => phaseOf(round(100, 200), now))
    expect(phases).toEqual(['next', 'now', 'now', 'over'])
  })

  it('stands among others: the open ones, the soonest to come, the latest that is over', () => {
    const rounds = [round(500, 600), round(300, 400), round(10, 20), round(30, 40)]
    expect(standingOf(rounds, 100)).toEqual({ open: [], next: rounds[1], last: rounds[3] })
    expect(standingOf(rounds, 300)).toEqual({ open: [rounds[1]], next: rounds[0], last: rounds[3] })
    expect(standingOf([], 0)).toEqual({ open: [], next: null, last: null })
  })

  it('is the next one for an action when it is the soonest to allow it', () => {
    const rounds = [round(500, 600), round(300, 400), round(10, 20)]
    expect(nextFor(rounds, 'select', 100)).toBe(rounds[1])
    expect(nextFor(rounds, 'select', 300)).toBe(rounds[0])
    expect(nextFor(rounds, 'drop', 100)).toBeUndefined()
  })

  it('allows what it names, while it is open', () => {
    expect(allows([round(100, 200)], 'select', 150)).toBe(true)
    expect(allows([round(100, 200)], 'drop', 150)).toBe(false)
    expect(allows([round(100, 200)], 'select', 200)).toBe(false)
  })
})

describe('a countdown', () => {
  it('counts days, and hours, minutes and seconds', () => {
    expect(countdown(2 * 86_400 + 3 * 3600 + 4 * 60 + 5)).toEqual({ days: 2, clock: '03:04:05' })
    expect(countdown(59.2)).toEqual({ days: 0, clock: '00:01:00' })
    expect(countdown(-3)).toEqual({ days: 0, clock: '00:00:00' })
  })
})

describe('names in a text', () => {
  it('are between commas of either language, each once', () => {
    expect(namesIn(' CS-1, CS-2，CS-1、,')).toEqual(['CS-1', 'CS-2'])
    expect(namesIn('')).toEqual([])
  })
})

describe('a moment in a form', () => {
  it('goes by the clocks of the campus and comes back', () => {
    const winter = secondsIn('Europe/Berlin', '2025-01-06T08:00')
    expect(winter).toBe(Date.UTC(2025, 0, 6, 7) / 1000)
    expect(localIn('Europe/Berlin', winter ?? 0)).toBe('2025-01-06T08:00')
    expect(secondsIn('Asia/Shanghai', '2025-07-01T08:00:30')).toBe(
      Date.UTC(2025, 6, 1, 0, 0, 30) / 1000,
    )
    expect(localIn('UTC', 30.7)).toBe('1970-01-01T00:00:30')
  })

  it('is none when there is no such moment', () => {
    expect(secondsIn('Europe/Berlin', '2025-03-30T02:30')).toBeNull()
    expect(secondsIn('UTC', '')).toBeNull()
  })
})
