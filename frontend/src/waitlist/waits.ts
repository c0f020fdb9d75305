/** Whether a full section can be waited for, and what is known of a place on its waitlist. */
import type { Preview } from '@/api/catalogue'
import type { Ticket } from '@/api/selections'
import type { OwnPlace } from '@/api/timetable'

const PROMOTED = /-promoted(?:-(\d+))?$/

/** The request that got its seat from the waitlist goes under the id that it always had. */
export const ticketOf = (id: string): string => id.replace(PROMOTED, '')

/** Which wish of a plan it was that got the seat, from 0. */
export const wishOf = (id: string): number => Number(PROMOTED.exec(id)?.[1] ?? 1) - 1

/** Whether nothing but a seat is missing and somebody may still wait for one. */
export function canWait(preview: Preview | undefined, limit: number | null | undefined): boolean {
  const [only, ...others] = preview?.refusals ?? []
  const room = (limit ?? 0) - (preview?.waiting ?? 0)
  return only?.code === 'section_full' && others.length === 0 && room > 0
}

/** How a request stands that was put on a waitlist: still there, served since, or neither. */
export function standingOf(
  ticket: Pick<Ticket, 'id' | 'section_id'>,
  places: readonly OwnPlace[],
  isHeld: (section: number) => boolean,
): 'waitlisted' | 'enrolled' | 'gone' {
  if (places.some((place) => place.ticket_id === ticket.id)) return 'waitlisted'
  return isHeld(ticket.section_id) ? 'enrolled' : 'gone'
}
