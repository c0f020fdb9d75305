/** Holds as the page of administrators shows them, and as its form makes them. */
import type { Hold, NewHold } from '@/api/holds'
import { namesIn } from '@/rounds/rounds'
import { secondsIn } from '@/rounds/local_time'

export type HoldState = 'stands' | 'over' | 'lifted'

/** What became of a hold by `now`, Unix seconds. */
export function stateOf(hold: Pick<Hold, 'until' | 'lifted_at'>, now: number): HoldState {
  if (hold.lifted_at != null) return 'lifted'
  return hold.until != null && hold.until <= now ? 'over' : 'stands'
}

export interface Draft {
  /** User names, separated by commas or line ends. */
  who: string
  reason: string
  contact: string
  /** `YYYY-MM-DDTHH:MM` by the clocks on campus; nothing is never. */
  until: string
}

/** Whether the end that was typed is a moment there, or none was typed. */
export const endIsKnown = ({ until }: Draft, zone: string): boolean =>
  !until || secondsIn(zone, until) !== null

/** The hold of a draft. */
export const holdOf = (draft: Draft, zone: string): NewHold => ({
  students: namesIn(draft.who.replace(/\n/gu, ',')),
  reason: draft.reason.trim(),
  contact: draft.contact.trim(),
  until: draft.until ? secondsIn(zone, draft.until) : null,
})
