/** Offsets of a time zone from UTC, out of what the browser knows. */

const MINUTE = 60_000 // ms
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface Transition {
  /** UTC, in ms. */
  readonly at: number
  /** Minutes east of UTC before and after. */
  readonly before: number
  readonly after: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Minutes that `zone` is ahead of UTC at a moment. */
export function offsetAt(zone: string, utc: number): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(utc)
      .map((part) => [part.type, Number(part.value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
  const local = Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  )
  return Math.round((local - Math.floor(utc / 1000) * 1000) / MINUTE)
}

/** The day it is in `zone` at a moment, `YYYY-MM-DD`. */
export function dayIn(zone: string, utc: number): string {
  return new Date(utc + offsetAt(zone, utc) * MINUTE).toISOString().slice(0, 10)
}

/** The moment at which clocks in `zone` show `local` (which is given as if it were UTC). */
export function utcOf(zone: string, local: number): number {
  const guess = local - offsetAt(zone, local) * MINUTE
  return local - offsetAt(zone, guess) * MINUTE
}

/** When the clocks change between two moments. */
export function transitions(zone: string, from: number, to: number): Transition[] {
  const found: Transition[] = []
  for (let day = from; day < to; day += DAY) {
    const before = offsetAt(zone, day)
    const after = offsetAt(zone, day + DAY)
    if (before !== after) found.push({ at: changeBetween(zone, day, day + DAY), before, after })
  }
  return found
}

function changeBetween(zone: string, from: number, to: number): number {
  const before = offsetAt(zone, from)
  let [low, high] = [from, to]
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}
