/** The last timetable, kept in this browser for when nobody answers. */
import type { Timetable } from '@/api/timetable'
import type { Store } from '@/plan/plan'

export interface Kept {
  readonly at: number
  readonly timetable: Timetable
}

const keyOf = (user: string): string => `timetable:${user}`

export function keep(store: Store, user: string, timetable: Timetable, at: number): void {
  try {
    store.setItem(keyOf(user), JSON.stringify({ at, timetable } satisfies Kept))
  } catch {
    // A full store costs only the copy for a time without a network.
  }
}

export function keptFor(store: Store, user: string): Kept | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(user)) ?? 'null') as Kept | null
    return kept && Array.isArray(kept.timetable.sections) ? kept : null
  } catch {
    return null
  }
}
