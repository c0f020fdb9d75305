/** The figures of a rehearsal: how many, how fast. */
import type { Wish } from './rush'

export interface Figures {
  submitted: number
  accepted: number
  decided: number
  enrolled: number
  refused: number
  decidedPerS: number
  /** From the first sending to the acceptance, as the browser saw it. */
  acceptMs: Times
  /** From acceptance to decision, by the servers' clock. */
  decisionMs: Times
}

export interface Times {
  p50: number | null
  p99: number | null
}

const SECOND_MS = 1000

/** Decided a second: from the first submission to the last decision, by the servers' clock. */
export function figuresOf(wishes: readonly Wish[]): Figures {
  const accepted = wishes.filter(({ ticket }) => ticket)
  const tickets = accepted.flatMap(({ ticket }) => ticket ?? [])
  const decided = tickets.filter(({ state }) => state !== 'pending')
  const first = accepted.reduce(
    (least, { ticket, acceptedAfterMs }) =>
      Math.min(least, (ticket?.accepted_at ?? 0) - acceptedAfterMs / SECOND_MS),
    Infinity,
  )
  const last = decided.reduce((most, { decided_at }) => Math.max(most, decided_at ?? 0), 0)
  return {
    submitted: wishes.length,
    accepted: accepted.length,
    decided: decided.length,
    enrolled: decided.filter(({ state }) => state === 'enrolled').length,
    refused: decided.filter(({ state }) => state === 'refused').length,
    decidedPerS: last > first ? decided.length / (last - first) : 0,
    acceptMs: timesOf(accepted.map(({ acceptedAfterMs }) => acceptedAfterMs)),
    decisionMs: timesOf(
      decided.map(({ accepted_at, decided_at }) => ((decided_at ?? 0) - accepted_at) * SECOND_MS),
    ),
  }
}

/** What half and 99 % stayed within. */
export function timesOf(milliseconds: readonly number[]): Times {
  const ordered = [...milliseconds].sort((a, b) => a - b)
  const within = (share: number): number | null =>
    ordered[Math.ceil(ordered.length * share) - 1] ?? null
  return { p50: within(0.5), p99: within(0.99) }
}
