/** What is typed about the times of a section, and whom those times trouble. */
import type { Meeting, Section } from '@/api/sections'
import { DAYS, intervalsOf, minutesOf, overlap, timeOf, weeksText } from '@/timetable/times'

export interface Draft {
  days: string
  start: string
  end: string
  weeks: string
  kind: string
  location: string
  instructor: string
}

export type Fault = 'days' | 'times' | 'order' | 'weeks'

export interface Trouble {
  kind: 'room' | 'teacher'
  with: Section
  where: string
}

export const LAST_WEEK = 53

/** A meeting to be filled in. */
export const emptyDraft = (): Draft => ({
  days: '',
  start: '09:00',
  end: '10:00',
  weeks: '',
  kind: '',
  location: '',
  instructor: '',
})

export const draftOf = (meeting: Meeting): Draft => ({
  days: meeting.days,
  start: meeting.start,
  end: meeting.end,
  weeks: weeksText(meeting.weeks ?? []),
  kind: meeting.kind ?? '',
  location: meeting.location ?? '',
  instructor: meeting.instructor ?? '',
})

export const meetingOf = (draft: Draft): Meeting => ({
  ...draft,
  weeks: draft.weeks.trim() ? weeksOf(draft.weeks) : null,
})

/** Numbers of weeks as they are typed, `1-4, 6`; null when that cannot be read. */
export function weeksOf(text: string): number[] | null {
  const found = new Set<number>()
  for (const part of text.split(/[,，;\s]+/).filter(Boolean)) {
    const [, from = '', to = from] = /^(\d{1,2})(?:[-–](\d{1,2}))?$/.exec(part) ?? []
    const [first, last] = [Number(from), Number(to)]
    if (!from || first < 1 || last > LAST_WEEK || last < first) return null
    for (let week = first; week <= last; week += 1) found.add(week)
  }
  return [...found].sort((a, b) => a - b)
}

/** What is wrong with a meeting, if anything is. */
export function faultOf(draft: Draft): Fault | null {
  if (!draft.days) return 'days'
  if (!draft.start || !draft.end) return 'times'
  if (minutesOf(draft.end) <= minutesOf(draft.start)) return 'order'
  return draft.weeks.trim() && weeksOf(draft.weeks) === null ? 'weeks' : null
}

/** `drafts` with a time added: to a meeting at the same hours, else as another one. */
export function withTime(
  drafts: readonly Draft[],
  day: number,
  start: number,
  end: number,
): Draft[] {
  const letter = DAYS.charAt(day)
  const [from, to] = [timeOf(start), timeOf(end)]
  const same = drafts.find((one) => one.start === from && one.end === to)
  if (!same) {
    const last = drafts.at(-1) ?? emptyDraft()
    return [...drafts, { ...last, days: letter, start: from, end: to }]
  }
  return drafts.map((one) =>
    one === same ? { ...one, days: toggledDay(one.days, day, true) } : one,
  )
}

/** `days` with or without a day, in the order of the week. */
export function toggledDay(days: string, day: number, wanted: boolean): string {
  return [...DAYS].filter((letter, i) => (i === day ? wanted : days.includes(letter))).join('')
}

const roomOf = (meeting: { location?: string }, section?: Section): string =>
  (meeting.location?.trim() || section?.location.trim() || '').toLowerCase()

/** Other sections that meet in the same room, or are taught by the same person, at the same time. */
export function troublesOf(
  meetings: readonly Meeting[],
  place: { id: number | null; location: string; teacherId: number | null },
  others: readonly Section[],
): Trouble[] {
  const rivals = others.filter(({ id, state }) => id !== place.id && state !== 'cancelled')
  return rivals.flatMap((other) => troublesWith(other, meetings, place))
}

function troublesWith(
  other: Section,
  meetings: readonly Meeting[],
  place: { location: string; teacherId: number | null },
): Trouble[] {
  const meet = (mine: Meeting, theirs: Meeting): boolean =>
    intervalsOf([mine]).some((one) => intervalsOf([theirs]).some((two) => overlap(one, two)))
  const pairs = meetings.flatMap((mine) =>
    other.meetings.filter((theirs) => meet(mine, theirs)).map((theirs) => ({ mine, theirs })),
  )
  const room = pairs.find(({ mine, theirs }) => {
    const wanted = roomOf(mine) || place.location.trim().toLowerCase()
    return wanted !== '' && wanted === roomOf(theirs, other)
  })
  const troubles: Trouble[] = []
  if (room)
    troubles.push({ kind: 'room', with: other, where: room.theirs.location || other.location })
  if (pairs.length && place.teacherId !== null && place.teacherId === other.teacher_id)
    troubles.push({ kind: 'teacher', with: other, where: '' })
  return troubles
}
