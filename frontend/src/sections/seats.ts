/** How full a section is. */

export interface Seats {
  taken: number
  ceiling: number | null
}

export const isFull = ({ taken, ceiling }: Seats): boolean => ceiling !== null && taken >= ceiling

/** From 0 to 1; an unlimited section is never full. */
export function shareOf({ taken, ceiling }: Seats): number {
  if (ceiling === null) return 0
  return ceiling === 0 ? 1 : Math.min(taken / ceiling, 1)
}

/** Points for a plot in which the count stays until it changes. */
export function stepsOf(
  points: readonly { at: number; taken: number }[],
): { at: number; value: number }[] {
  return points.flatMap(({ at, taken }, i) => {
    const before = points[i - 1]
    const now = { at, value: taken }
    return before ? [{ at, value: before.taken }, now] : [now]
  })
}
