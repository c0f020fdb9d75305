/** A timetable as an iCalendar file (RFC 5545), one repeating event a meeting, in the campus's own time zone. */

import { datesOf, isTaught, msOf, weekCount } from './days'
import type { TermDays } from './days'
import { DAYS, minutesOf } from './times'
import type { MeetingTimes } from './times'
import { offsetAt, transitions, utcOf } from './zone'

const FOLD_AT = 75 // octets a line, without the line break
const MINUTE = 60_000 // ms
const DAY = 24 * 60 * MINUTE
const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

export interface CalendarSection {
  readonly term: string
  readonly course: string
  readonly title: string
  readonly number: string
  readonly instructor?: string
  readonly meetings: readonly (MeetingTimes & {
    readonly kind?: string
    readonly location?: string
    readonly instructor?: string
  })[]
}

export interface CalendarOptions {
  readonly name: string
  readonly term: TermDays
  /** IANA name, `Europe/Berlin`. */
  readonly zone: string
  readonly now: Date
}

export function calendarOf(sections: readonly CalendarSection[], options: CalendarOptions): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Course Selection//Timetable//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(options.name)}`,
    ...zoneLines(options),
    ...sections.flatMap((section) =>
      section.meetings.flatMap((_, i) => eventLines(section, i, options)),
    ),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** RFC 5545, 3.3.11: what has a meaning of its own is written with a backslash. */
export function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')
}

/** RFC 5545, 3.1: at most 75 octets a line, never through the middle of a character. */
export function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  let octets = 0
  for (const character of line) {
    const size = new TextEncoder().encode(character).length
    if (octets + size > FOLD_AT) {
      lines.push(current)
      current = ' '
      octets = 1
    }
    current += character
    octets += size
  }
  return [...lines, current].join('\r\n')
}

function eventLines(section: CalendarSection, index: number, options: CalendarOptions): string[] {
  const meeting = section.meetings[index]
  if (!meeting) return []
  const days = [...meeting.days].map((day) => DAYS.indexOf(day)).sort()
  const { all, taught } = datesIn(options.term, days, meeting.weeks)
  const [first, last] = [taught[0], taught.at(-1)]
  if (first === undefined || last === undefined) return []
  const at = (date: string, time: string): number => msOf(date) + minutesOf(time) * MINUTE
  const until = utcOf(options.zone, at(last, meeting.start))
  const skipped = all
    .filter((date) => first < date && date < last && !taught.includes(date))
    .map((date) => localStamp(at(date, meeting.start)))
  const zone = `TZID=${options.zone}`
  const kind = meeting.kind ? ` (${meeting.kind})` : ''
  const who = meeting.instructor || section.instructor
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(section, index)}`,
    `DTSTAMP:${utcStamp(options.now.getTime())}`,
    `DTSTART;${zone}:${localStamp(at(first, meeting.start))}`,
    `DTEND;${zone}:${localStamp(at(first, meeting.end))}`,
    `RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=${days.map((day) => BYDAY[day]).join(',')};UNTIL=${utcStamp(until)}`,
    ...(skipped.length ? [`EXDATE;${zone}:${skipped.join(',')}`] : []),
    `SUMMARY:${escaped(`${section.course} ${section.title}${kind}`)}`,
    ...(meeting.location ? [`LOCATION:${escaped(meeting.location)}`] : []),
    `DESCRIPTION:${escaped([section.number, who].filter(Boolean).join(' · '))}`,
    'END:VEVENT',
  ]
}

/** The same meeting has the same UID in every download, so that a calendar replaces it. */
function uidOf(section: CalendarSection, index: number): string {
  const safe = `${section.term}-${section.number}-${index + 1}`.replace(/[^\w.-]/g, '_')
  return `${safe}@course-selection`
}

/** The dates of some days of the week in a term, and those of them on which there is a class. */
function datesIn(term: TermDays, days: readonly number[], weeks: MeetingTimes['weeks']) {
  const dates = Array.from({ length: weekCount(term) }, (_, i) =>
    days.map((day) => ({ week: i + 1, date: datesOf(term, i + 1)[day] ?? '' })),
  ).flat()
  const taught = dates.filter(
    ({ week, date }) => (!weeks?.length || weeks.includes(week)) && isTaught(term, date),
  )
  return { all: dates.map(({ date }) => date), taught: taught.map(({ date }) => date) }
}

/** RFC 5545, 3.6.5: the zone's offsets from before the first event until after the last. */
function zoneLines({ zone, term }: CalendarOptions): string[] {
  const from = msOf(term.first) - DAY
  const to = msOf(term.last) + 2 * DAY
  const changes = transitions(zone, from, to)
  const standing = offsetAt(zone, from)
  const least = Math.min(standing, ...changes.map(({ after }) => after))
  const observance = (start: number, before: number, after: number): string[] => {
    const kind = after > least ? 'DAYLIGHT' : 'STANDARD'
    return [
      `BEGIN:${kind}`,
      `DTSTART:${localStamp(start)}`,
      `TZOFFSETFROM:${offsetText(before)}`,
      `TZOFFSETTO:${offsetText(after)}`,
      `END:${kind}`,
    ]
  }
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observance(from + standing * MINUTE, standing, standing),
    ...changes.flatMap(({ at, before, after }) => observance(at + before * MINUTE, before, after)),
    'END:VTIMEZONE',
  ]
}

function offsetText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}

/** `20240902T100000` of a local time that is given as if it were UTC. */
function localStamp(local: number): string {
  return new Date(local).toISOString().slice(0, 19).replace(/[-:]/g, '')
}

function utcStamp(utc: number): string {
  return `${localStamp(utc)}Z`
}
