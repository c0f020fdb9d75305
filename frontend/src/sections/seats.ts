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

/** How many held seats there were at each moment: points for a plot. */
export function fillOver(moments: readonly number[]): { at: number; value: number }[] {
  return [...moments].sort((a, b) => a - b).map((at, i) => ({ at, value: i + 1 }))
}
