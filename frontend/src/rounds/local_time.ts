/** Moments as a form has them, `YYYY-MM-DDTHH:MM`, by the clocks of a time zone. */
import { offsetAt, utcOf } from '@/timetable/zone'

const SECOND = 1000 // ms
const MINUTE = 60 * SECOND
const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?$/u

/** Unix seconds of what stands in the form; null when that is no moment there, as when clocks go forward. */
export function secondsIn(zone: string, local: string): number | null {
  const parts = FORM.exec(local)
  const shown = parts ? Date.parse(`${parts[1]}${parts[2] ?? ':00'}Z`) : NaN
  if (Number.isNaN(shown)) return null
  const utc = utcOf(zone, shown)
  return utc + offsetAt(zone, utc) * MINUTE === shown ? utc / SECOND : null
}

/** What the form shows for Unix seconds; the seconds only when there are any. */
export function localIn(zone: string, seconds: number): string {
  const utc = Math.floor(seconds) * SECOND
  const text = new Date(utc + offsetAt(zone, utc) * MINUTE).toISOString().slice(0, 19)
  return text.endsWith(':00') ? text.slice(0, 16) : text
}
