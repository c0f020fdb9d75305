/** When something meets, and whether two of them want the same time. The rules are those of the server. */

export const DAYS = 'MTWRFSU' // Monday to Sunday, as catalogues write them
export const MINUTES_A_DAY = 24 * 60
const SLOT_MINUTES = 5 // a slot begun counts whole

export interface MeetingTimes {
  readonly days: string
  readonly start: string
  readonly end: string
  readonly weeks?: readonly number[] | null
}

/** One stretch of one day; `weeks` null is every week. Minutes after midnight. */
export interface Interval {
  readonly day: number
  readonly start: number
  readonly end: number
  readonly weeks: readonly number[] | null
}

/** Minutes after midnight of `9:05` or `24:00`. */
export function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** `09:05` of minutes after midnight. */
export function timeOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

export function intervalsOf(meetings: readonly MeetingTimes[]): Interval[] {
  return meetings.flatMap((meeting) => {
    const start = minutesOf(meeting.start)
    const end = minutesOf(meeting.end)
    const weeks = meeting.weeks?.length ? meeting.weeks : null
    return [...meeting.days].map((day) => ({ day: DAYS.indexOf(day), start, end, weeks }))
  })
}

export function meetsInWeek(interval: Interval, week: number | null): boolean {
  return week === null || interval.weeks === null || interval.weeks.includes(week)
}

export function overlap(one: Interval, other: Interval): boolean {
  return (
    one.day === other.day &&
    slotOf(one.start) < slotAfter(other.end) &&
    slotOf(other.start) < slotAfter(one.end) &&
    shareWeek(one.weeks, other.weeks)
  )
}

/** Whether anybody would have to be in two places at once. */
export function clash(one: readonly Interval[], other: readonly Interval[]): boolean {
  return one.some((mine) => other.some((theirs) => overlap(mine, theirs)))
}

function slotOf(minutes: number): number {
  return Math.floor(minutes / SLOT_MINUTES)
}

function slotAfter(minutes: number): number {
  return Math.ceil(minutes / SLOT_MINUTES)
}

function shareWeek(one: readonly number[] | null, other: readonly number[] | null): boolean {
  return one === null || other === null || one.some((week) => other.includes(week))
}

/** Runs of weeks as people write them: `1–4, 6, 8–13`. */
export function weeksText(weeks: readonly number[]): string {
  const runs: [number, number][] = []
  for (const week of [...weeks].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && week <= last[1] + 1) last[1] = week
    else runs.push([week, week])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}
