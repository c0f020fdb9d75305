/** The line as it was looked at, second by second, and what that says about its speed. */
import type { Point } from './plot'

export interface Sample {
  /** Unix seconds. */
  at: number
  paused: boolean
  /** Tickets that wait. */
  pending: number
  /** Number of the newest ticket. */
  lastNumber: number
  /** Milliseconds from the question to the answer, through all nodes to the queue and back. */
  latency: number
}

export const KEPT_S = 300
const WINDOW_S = 5 // speeds are those of the last seconds, so that one batch is no spike

/** `samples` with one more, without those that are too old. */
export const withSample = (samples: readonly Sample[], next: Sample): Sample[] => [
  ...samples.filter(({ at }) => at > next.at - KEPT_S && at < next.at),
  next,
]

/** What has been decided so far, but for what is being accepted this moment. */
const decided = ({ lastNumber, pending }: Sample): number => lastNumber - pending

/** Requests that came in a second. */
export const arrivals = (samples: readonly Sample[]): Point[] =>
  rates(samples, ({ lastNumber }) => lastNumber)

/** Requests that were decided a second. */
export const decisions = (samples: readonly Sample[]): Point[] => {
  const paused = new Set(samples.filter((one) => one.paused).map(({ at }) => at))
  return rates(samples, decided).map(({ at, value }) => ({ at, value: paused.has(at) ? 0 : value }))
}

export const lengths = (samples: readonly Sample[]): Point[] =>
  samples.map(({ at, pending }) => ({ at, value: pending }))

export const latencies = (samples: readonly Sample[]): Point[] =>
  samples.map(({ at, latency }) => ({ at, value: latency }))

function rates(samples: readonly Sample[], count: (sample: Sample) => number): Point[] {
  let oldest = 0
  return samples.slice(1).flatMap((now, i) => {
    while (oldest < i && (samples[oldest]?.at ?? 0) < now.at - WINDOW_S) oldest += 1
    const then = samples[oldest]
    if (!then || now.at <= then.at) return []
    return [{ at: now.at, value: Math.max(0, (count(now) - count(then)) / (now.at - then.at)) }]
  })
}

/** Seconds until the line is empty, or null when nobody can tell. */
export function secondsLeft(pending: number, drainPerS: number, paused: boolean): number | null {
  if (pending === 0) return 0
  return paused || drainPerS <= 0 ? null : Math.ceil(pending / drainPerS)
}
