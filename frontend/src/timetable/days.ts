/** When a term is taught. Days are `YYYY-MM-DD`; weeks begin on Mondays, and the first day lies in week 1. */

const DAY_MS = 24 * 60 * 60 * 1000
const DAYS_A_WEEK = 7

/** As a term tells them; a term nobody has given days has none. */
export interface ToldDays {
  readonly first_day?: string | null
  readonly last_day?: string | null
  readonly holidays?: readonly string[]
}

export interface TermDays {
  readonly first: string
  readonly last: string
  readonly holidays: readonly string[]
}

export function daysOf(term: ToldDays | undefined): TermDays | null {
  const { first_day: first, last_day: last, holidays = [] } = term ?? {}
  return first && last ? { first, last, holidays } : null
}

/** UTC midnight of a day, in ms. */
export const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export function dayAfter(day: string, days: number): string {
  return new Date(msOf(day) + days * DAY_MS).toISOString().slice(0, 10)
}

export function mondayOf(day: string): string {
  return dayAfter(day, -((new Date(msOf(day)).getUTCDay() + 6) % DAYS_A_WEEK))
}

/** The week of the term in which `day` lies; it may be before week 1, or after the last. */
export function weekOf({ first }: TermDays, day: string): number {
  return Math.floor((msOf(day) - msOf(mondayOf(first))) / DAY_MS / DAYS_A_WEEK) + 1
}

export const weekCount = (term: TermDays): number => weekOf(term, term.last)

/** Monday to Sunday of a week. */
export function datesOf({ first }: TermDays, week: number): string[] {
  const monday = dayAfter(mondayOf(first), (week - 1) * DAYS_A_WEEK)
  return Array.from({ length: DAYS_A_WEEK }, (_, i) => dayAfter(monday, i))
}

/** Whether classes take place on a day. */
export function isTaught({ first, last, holidays }: TermDays, day: string): boolean {
  return first <= day && day <= last && !holidays.includes(day)
}

/** Days in a row as pairs of first and last. */
export function runsOf(days: readonly string[]): [string, string][] {
  const runs: [string, string][] = []
  for (const day of [...new Set(days)].sort()) {
    const run = runs.at(-1)
    if (run && day === dayAfter(run[1], 1)) run[1] = day
    else runs.push([day, day])
  }
  return runs
}

/** All days from one to another; none when that one comes first. */
export function daysBetween(first: string, last: string): string[] {
  const count = Math.round((msOf(last) - msOf(first)) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => dayAfter(first, i))
}
