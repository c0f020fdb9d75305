/** Waiting until nobody waits in line: how far it is, and how it ends. */
import type { LineState } from '@/api/cockpit'

export interface Drain {
  /** Requests that left the line since it began to be watched. */
  done: number
  pending: number
  end: 'empty' | 'paused' | null
}

export const begun = (state: LineState): Drain => next({ done: 0, pending: 0, end: null }, state)

/** One look more. A paused line would never be empty, so that ends the waiting too. */
export function next(drain: Drain, { pending, paused }: LineState): Drain {
  if (drain.end) return drain
  const end = pending === 0 ? 'empty' : paused ? 'paused' : null
  return { done: drain.done + Math.max(0, drain.pending - pending), pending, end }
}
