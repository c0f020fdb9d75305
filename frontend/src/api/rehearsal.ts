/** Rehearsals: a scratch term, its synthetic students and what they ask for, and the audit. */
import { auth } from './auth'
import { addressOf, send } from './client'
import type { paths as AuthPaths } from './generated/auth'
import { silence } from './problem'
import type { Ticket } from './selections'
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type ScratchTerm = Answer<paths, '/rehearsals', 'post'>
export type WantedRehearsal = Body<paths, '/rehearsals', 'post'>
export type WantedAudit = Body<paths, '/rehearsals/{code}/audit', 'post'>
export type AuditReport = Answer<paths, '/rehearsals/{code}/audit', 'post'>
export type Tokens = Answer<AuthPaths, '/rehearsals/{term_code}/tokens', 'post'>

export const PAGE = 1000

export const makeRehearsal = (body: WantedRehearsal): Promise<ScratchTerm> =>
  teacher('post', '/rehearsals', { body })

/** Tokens that count in that scratch term alone. */
export const getTokens = (code: string, offset: number): Promise<Tokens> =>
  auth('post', '/rehearsals/{term_code}/tokens', {
    path: { term_code: code },
    query: { limit: PAGE, offset },
  })

export const auditRehearsal = (code: string, body: WantedAudit): Promise<AuditReport> =>
  teacher('post', '/rehearsals/{code}/audit', { path: { code }, body })

/** Removes a scratch term while the page goes: nobody waits for the answer. */
export function removeOnLeaving(code: string): void {
  const address = addressOf('teacher', '/rehearsals/{code}', { path: { code } })
  send(address, { method: 'DELETE', keepalive: true }).catch(() => undefined)
}

/** What a synthetic student got as an answer. */
export interface Reply {
  status: number
  /** Seconds after which to ask again. */
  retryAfter: number
  body: unknown
}

/** One call of a synthetic student; status 0 is no answer. */
async function ask(token: string, path: string, init: RequestInit = {}): Promise<Reply> {
  const headers = { ...init.headers, Authorization: `Bearer ${token}` }
  const answer = await fetch(`/api/student${path}`, {
    ...init,
    headers,
    credentials: 'omit',
  }).catch(() => null)
  if (!answer) return { status: silence().status, retryAfter: 0, body: null }
  const body: unknown = await answer.json().catch(() => null)
  return { status: answer.status, retryAfter: Number(answer.headers.get('Retry-After')), body }
}

export const askForSeat = (token: string, section: number, key: string): Promise<Reply> =>
  ask(token, '/selections', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({ action: 'select', section_id: section }),
  })

export const askForAnswers = (token: string): Promise<Reply> => ask(token, '/selections')

/** How many sections of a term the student door knows; null where it gave no such answer. */
export async function countSections(token: string, term: string): Promise<number | null> {
  const { status, body } = await ask(token, `/catalogue?term=${encodeURIComponent(term)}&limit=1`)
  return status === 200 ? ((body as { total?: number } | null)?.total ?? null) : null
}

/** The tickets in an answer to `askForAnswers`. */
export const ticketsIn = ({ status, body }: Reply): Ticket[] =>
  status === 200 ? ((body as { items?: Ticket[] } | null)?.items ?? []) : []
