/** Offsets of a time zone from UTC, out of what the browser knows. */

const MINUTE = 60_000 // ms

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
