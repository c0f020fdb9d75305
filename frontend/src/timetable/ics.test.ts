import { describe, expect, it } from 'vitest'
import { calendarOf, escaped, folded } from './ics'
import type { CalendarOptions, CalendarSection } from './ics'
import { offsetAt, transitions, utcOf } from './zone'

const OPTIONS: CalendarOptions = {
  name: 'Fall 2024',
  term: { first: '2024-09-02', last: '2024-12-08', holidays: [] },
  zone: 'America/New_York',
  now: new Date('2024-08-20T12:00:00Z'),
}
const SECTION: CalendarSection = {
  term: 'F24',
  course: 'ARCH-4530',
  title: 'Walls, roofs; and more',
  number: '69774',
  instructor: 'Ada',
  meetings: [{ days: 'MR', start: '16:00', end: '17:50', kind: 'LEC', location: 'Hall 3, east' }],
}

const linesOf = (sections: CalendarSection[], options = OPTIONS): string[] =>
  calendarOf(sections, options).replace(/\r\n /g, '').split('\r\n')

describe('the file', () => {
  it('ends every line as the standard wants and folds long ones within 75 octets', () => {
    const title = '高等数学与线性代数'.repeat(12)
    const text = calendarOf([{ ...SECTION, title }], OPTIONS)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const octets = text.split('\r\n').map((line) => new TextEncoder().encode(line).length)
    expect(Math.max(...octets)).toBeLessThanOrEqual(75)
    expect(text.replace(/\r\n /g, '')).toContain(title)
  })

  it('keeps the same UID in every download', () => {
    const uids = (): string[] => linesOf([SECTION]).filter((line) => line.startsWith('UID'))
    expect(uids()).toEqual(['UID:F24-69774-1@course-selection'])
    expect(uids()).toEqual(uids())
  })

  it('writes what has a meaning of its own with a backslash', () => {
    expect(escaped('a, b; c\\d\ne')).toBe('a\\, b\\; c\\\\d\\ne')
    expect(linesOf([SECTION])).toContain('SUMMARY:ARCH-4530 Walls\\, roofs\\; and more (LEC)')
    expect(linesOf([SECTION])).toContain('LOCATION:Hall 3\\, east')
  })

  it('does not fold what is short', () => {
    expect(folded('SUMMARY:x')).toBe('SUMMARY:x')
  })
})

describe('an event', () => {
  it('repeats weekly on its days to its last meeting', () => {
    const lines = linesOf([SECTION])
    expect(lines).toContain('DTSTART;TZID=America/New_York:20240902T160000')
    expect(lines).toContain('DTEND;TZID=America/New_York:20240902T175000')
    expect(lines).toContain('RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO,TH;UNTIL=20241205T210000Z')
  })

  it('leaves out the weeks in which it does not meet', () => {
    const meetings = [{ days: 'T', start: '10:00', end: '11:00', weeks: [2, 3, 5] }]
    const lines = linesOf([{ ...SECTION, meetings }])
    expect(lines).toContain('DTSTART;TZID=America/New_York:20240910T100000')
    expect(lines).toContain('EXDATE;TZID=America/New_York:20240924T100000')
    expect(lines).toContain('RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=TU;UNTIL=20241001T140000Z')
  })

  it('keeps to the first and last day, and leaves out the holidays', () => {
    const term = { first: '2024-09-04', last: '2024-09-23', holidays: ['2024-09-12', '2024-09-23'] }
    const lines = linesOf([SECTION], { ...OPTIONS, term })
    expect(lines).toContain('DTSTART;TZID=America/New_York:20240905T160000')
    expect(lines).toContain('EXDATE;TZID=America/New_York:20240912T160000')
    expect(lines.find((line) => line.startsWith('RRULE'))).toContain('UNTIL=20240919T200000Z')
  })

  it('is left out when it never meets in the term', () => {
    const meetings = [{ days: 'T', start: '10:00', end: '11:00', weeks: [40] }]
    expect(linesOf([{ ...SECTION, meetings }])).not.toContain('BEGIN:VEVENT')
  })
})

describe('the time zone', () => {
  it('is described with the change of the clocks in the term', () => {
    const lines = linesOf([SECTION])
    expect(lines).toContain('TZID:America/New_York')
    expect(lines.filter((line) => line.startsWith('TZOFFSETTO'))).toEqual([
      'TZOFFSETTO:-0400',
      'TZOFFSETTO:-0500',
    ])
    expect(lines).toContain('DTSTART:20241103T020000')
  })

  it('has one offset where clocks never change', () => {
    const lines = linesOf([SECTION], { ...OPTIONS, zone: 'Asia/Shanghai' })
    expect(lines.filter((line) => line.startsWith('TZOFFSETTO'))).toEqual(['TZOFFSETTO:+0800'])
    expect(lines.filter((line) => line === 'BEGIN:STANDARD')).toHaveLength(1)
  })

  it('is read right on both sides of a change', () => {
    const berlin = 'Europe/Berlin'
    expect(offsetAt(berlin, Date.UTC(2024, 6, 1))).toBe(120)
    expect(offsetAt(berlin, Date.UTC(2024, 11, 1))).toBe(60)
    const found = transitions(berlin, Date.UTC(2024, 9, 1), Date.UTC(2024, 10, 30))
    expect(found).toEqual([{ at: Date.UTC(2024, 9, 27, 1), before: 120, after: 60 }])
    expect(utcOf(berlin, Date.UTC(2024, 9, 28, 10))).toBe(Date.UTC(2024, 9, 28, 9))
  })
})
