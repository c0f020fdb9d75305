/** Asking for seats, giving them back, and how it ended. */
import { student } from './student'
import type { paths } from './student'
import type { Answer } from './types'

export type Ticket = Answer<paths, '/selections/{ticket_id}', 'get'>

export interface Selection {
  readonly action: Ticket['action']
  /** Of every request but a plan. */
  readonly section_id?: number
  /** Sections of the same course that are taken with it. */
  readonly linked?: number[]
  /** What a plan asks for: wishes, of each its alternatives, of each its sections. */
  readonly wishes?: number[][][]
  readonly all_or_nothing?: boolean
  /** What a swap gives back. */
  readonly instead_of?: number
  /** Whether to go on the waitlist if nothing but a seat is missing. */
  readonly wait?: boolean
  /** How many credits of a range; the lowest without. */
  readonly credits?: number
  /** The same by section, of a plan and of what is taken together. */
  readonly credits_of?: CreditsOf
}

/** How many credits of a range are wanted, by id of the section. */
export type CreditsOf = Readonly<Record<string, number>>

/** How a ticket ended, as the event stream tells it. */
export interface Outcome {
  readonly ticket_id: string
  readonly number: number
  readonly section_id: number
  readonly action: Ticket['action']
  readonly instead_of?: number | null
  readonly outcome: Exclude<Ticket['state'], 'pending'>
  readonly code?: string | null
  readonly detail?: string | null
  readonly values?: Ticket['values']
  readonly decided_at: number
  /** What became of each wish of a plan. */
  readonly parts?: Ticket['parts']
}

/** Why one of a list was not taken at all. */
export interface NotTaken {
  readonly code: string
  readonly detail: string
  readonly values?: Record<string, string>
}

export type Reply = Ticket | NotTaken

export const isTicket = (reply: Reply): reply is Ticket => 'id' in reply

export const getSelections = async (): Promise<Ticket[]> =>
  (await student('get', '/selections', {})).items ?? []

/** One reply for each, in the order of `selections`. The same key again gives the same tickets. */
export async function postSelections(
  selections: readonly Selection[],
  key: string,
): Promise<Reply[]> {
  const [only] = selections
  const body = selections.length === 1 && only ? only : [...selections]
  const headers = { 'Idempotency-Key': key }
  const answer = (await student('post', '/selections', { body, headers })) as
    Ticket | { tickets: Reply[] }
  return 'tickets' in answer ? answer.tickets : [answer]
}

export const cancelSelection = (id: string): Promise<Ticket> =>
  student('delete', '/selections/{ticket_id}', { path: { ticket_id: id } })

/** What became, or would become, of a plan. */
export type PlanPreview = Answer<paths, '/plans/preview', 'post'>

/** What a plan asks for; with `instead_of` what a swap of a whole set does. */
export type WantedPlan = Pick<
  Selection,
  'wishes' | 'all_or_nothing' | 'wait' | 'credits_of' | 'instead_of'
>

/** What a plan would get, and wait for, if it were decided now. */
export const getPlanPreview = (
  { wishes = [], ...rest }: WantedPlan,
  signal?: AbortSignal,
): Promise<PlanPreview> =>
  student('post', '/plans/preview', {
    body: { wishes, ...rest },
    ...(signal && { signal }),
  })
