/** The line second by second, as the queue node counts it, and the plots of that. */
import type { LineSecond } from '@/api/cockpit'
import type { Point } from './plot'

export const KEPT_S = 300

/** `known` with the seconds that are new, without those that are too old. */
export function withSeconds(
  known: readonly LineSecond[],
  fresh: readonly LineSecond[],
): LineSecond[] {
  const last = known.at(-1)?.at ?? 0
  const all = [...known, ...fresh.filter(({ at }) => at > last)]
  const newest = all.at(-1)?.at ?? 0
  return all.filter(({ at }) => at > newest - KEPT_S)
}

export const arrivals = (seconds: readonly LineSecond[]): Point[] =>
  seconds.map(({ at, accepted }) => ({ at, value: accepted }))

export const decisions = (seconds: readonly LineSecond[]): Point[] =>
  seconds.map(({ at, decided }) => ({ at, value: decided }))

export const lengths = (seconds: readonly LineSecond[]): Point[] =>
  seconds.map(({ at, pending }) => ({ at, value: pending }))

/** How long 99 % of a second's decisions took at most; no point where none was made. */
export const waits = (seconds: readonly LineSecond[]): Point[] =>
  seconds.flatMap(({ at, p99_ms }) => (typeof p99_ms === 'number' ? { at, value: p99_ms } : []))

/** Seconds until the line is empty, or null when nobody can tell. */
export function secondsLeft(pending: number, drainPerS: number, paused: boolean): number | null {
  if (pending === 0) return 0
  return paused || drainPerS <= 0 ? null : Math.ceil(pending / drainPerS)
}
