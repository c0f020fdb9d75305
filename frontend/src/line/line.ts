/** A student's requests as one browser knows them, whatever comes first: answer, list or event. */

import type { Outcome, Ticket } from '@/api/selections'
import { ticketOf, wishOf } from '@/waitlist/waits'

/** By ticket id. */
export type Line = ReadonlyMap<string, Ticket>

export const EMPTY_LINE: Line = new Map()

/** How a request for one section stands. */
export type Answer = Pick<Ticket, 'state' | 'number' | 'code' | 'detail' | 'values'>

/** A ticket as it was told, by any way; one that has ended never waits again. */
export function told(line: Line, ...tickets: readonly Ticket[]): Line {
  const next = new Map(line)
  for (const ticket of tickets) next.set(ticket.id, newer(line.get(ticket.id), ticket))
  return next
}

/** The server's whole list. What it does not know any more is gone, but an event may be ahead of it. */
export function listed(line: Line, tickets: readonly Ticket[]): Line {
  const newest = Math.max(0, ...tickets.map((ticket) => ticket.number))
  const ahead = [...line.values()].filter((ticket) => ticket.number > newest)
  const known = new Map(tickets.map((ticket) => [ticket.id, newer(line.get(ticket.id), ticket)]))
  return new Map([...ahead.map((ticket): [string, Ticket] => [ticket.id, ticket]), ...known])
}

/** What the stream says: a ticket has ended. It may be one that another device asked for. */
export function decided(line: Line, outcome: Outcome): Line {
  const id = ticketOf(outcome.ticket_id)
  const known = line.get(id)
  if (known?.plan && id !== outcome.ticket_id) return told(line, withSeat(known, outcome))
  return told(line, {
    id,
    number: outcome.number,
    action: outcome.action,
    section_id: outcome.section_id,
    instead_of: outcome.instead_of ?? null,
    state: outcome.outcome,
    code: outcome.code ?? null,
    detail: outcome.detail ?? null,
    values: outcome.values ?? {},
    position: 0,
    estimate_s: null,
    accepted_at: known?.accepted_at ?? outcome.decided_at,
    decided_at: outcome.decided_at,
    plan: known?.plan ?? null,
    parts: outcome.parts ?? [],
    wait: known?.wait ?? false,
    promotion: id === outcome.ticket_id ? null : seatOf(outcome),
  })
}

/** A seat that a place on a waitlist became. */
function seatOf(outcome: Outcome): NonNullable<Ticket['promotion']> {
  return { at: outcome.decided_at, instead_of: outcome.instead_of ?? null }
}

/** A plan of which one wish got its seat, or a better one, from a waitlist. */
function withSeat(plan: Ticket, outcome: Outcome): Ticket {
  const wish = wishOf(outcome.ticket_id)
  const had = outcome.parts?.[0]
  const parts = plan.parts.map((part, at) => (at === wish && had ? had : part))
  return { ...plan, state: outcome.outcome, parts, promotion: seatOf(outcome) }
}

/** Newest first. */
export function inOrder(line: Line): Ticket[] {
  return [...line.values()].sort((a, b) => b.number - a.number)
}

export function waiting(line: Line): Ticket[] {
  return inOrder(line).filter((ticket) => ticket.state === 'pending')
}

/** The request that waits for this section, or would give it back, if there is one. */
export function waitingFor(line: Line, sectionId: number): Ticket | undefined {
  return waiting(line).find((ticket) => named(ticket).includes(sectionId))
}

/** Every section that a request is about. */
function named(ticket: Ticket): (number | null | undefined)[] {
  return ticket.plan ? ticket.plan.wishes.flat(2) : [ticket.section_id, ticket.instead_of]
}

/** The sections that a request means to have; of a plan the best alternative of each wish. */
export function askedFor(ticket: Ticket): number[] {
  return ticket.plan?.wishes.flatMap(([best = []]) => best) ?? [ticket.section_id]
}

/** What became of the newest request for this section, if one was asked for it, as if it had been asked for alone. */
export function answerTo(tickets: readonly Ticket[], sectionId: number): Answer | undefined {
  const ticket = tickets.find((one) => one.action !== 'drop' && askedFor(one).includes(sectionId))
  const wish = ticket?.plan?.wishes.findIndex(([best]) => best?.includes(sectionId)) ?? -1
  const part = ticket?.parts?.[wish]
  return part ? { ...part, state: part.took.length ? 'enrolled' : 'refused', number: 0 } : ticket
}

function newer(known: Ticket | undefined, ticket: Ticket): Ticket {
  if (!known || known.state === 'pending') return ticket
  return ticket.state === 'pending' ? known : ticket
}

export type Estimate =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'seconds' | 'minutes' | 'hours'; readonly amount: number }

const MOMENT_S = 3
const MINUTE_S = 60
const HOUR_S = 3600
const ROUGH_S = 5 // seconds are told in fives: more would claim what nobody knows

/** How long it takes, told no more exactly than it is known, and never too short. */
export function estimateOf(ticket: Pick<Ticket, 'estimate_s'>): Estimate {
  const seconds = ticket.estimate_s
  if (seconds === null || seconds === undefined) return { kind: 'unknown' }
  if (seconds <= MOMENT_S) return { kind: 'moment' }
  if (seconds < MINUTE_S) return { kind: 'seconds', amount: Math.ceil(seconds / ROUGH_S) * ROUGH_S }
  if (seconds < HOUR_S) return { kind: 'minutes', amount: Math.ceil(seconds / MINUTE_S) }
  return { kind: 'hours', amount: Math.ceil(seconds / HOUR_S) }
}

const SOONEST_MS = 2000
const LATEST_MS = 15_000
const SHARE = 10 // a tenth of the wait that is left

/** When to ask for positions again; answers are pushed and need no asking, and a draw has no positions. */
export function askAgainIn(
  pending: readonly Pick<Ticket, 'estimate_s' | 'draw'>[],
): number | false {
  const inLine = pending.filter((ticket) => !ticket.draw)
  if (!inLine.length) return false
  const shortest = Math.min(...inLine.map((ticket) => ticket.estimate_s ?? Infinity))
  const wanted = (shortest * 1000) / SHARE
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, wanted))
}
