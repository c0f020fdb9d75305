/** How requests ended, with how much of the whole each ending is. */
import type { OutcomeCount } from '@/api/cockpit'

export interface Reason {
  key: string
  count: number
  share: number
}

/** The most frequent first; a refusal goes by its code, any other ending by itself. */
export function reasonsOf(counts: readonly OutcomeCount[]): Reason[] {
  const most = Math.max(1, ...counts.map(({ count }) => count))
  return [...counts]
    .sort((a, b) => b.count - a.count)
    .map(({ outcome, code, count }) => ({ key: code ?? outcome, count, share: count / most }))
}

/** How many were refused so far. */
export const refusalsIn = (counts: readonly OutcomeCount[]): number =>
  counts.reduce((sum, { outcome, count }) => sum + (outcome === 'refused' ? count : 0), 0)
