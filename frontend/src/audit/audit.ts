/** The audit log as people read it, and as a file. */
import type { AuditAction, AuditQuery, AuditRow } from '@/api/audit'

const EVERY = {
  logged_in: 1,
  login_failed: 1,
  second_factor_failed: 1,
  logged_out: 1,
  session_ended: 1,
  other_sessions_ended: 1,
  copied_token_shown: 1,
  password_stopped: 1,
  password_changed: 1,
  password_reset: 1,
  second_factor_set_up: 1,
  passkey_added: 1,
  passkey_renamed: 1,
  passkey_removed: 1,
  passkey_used: 1,
  passkey_copied: 1,
  reset_code_made: 1,
  reset_code_used: 1,
  recovery_codes_made: 1,
  recovery_code_used: 1,
  provider_linked: 1,
  provider_unlinked: 1,
  provider_refused: 1,
  registered: 1,
  activated: 1,
  user_created: 1,
  user_updated: 1,
  user_tagged: 1,
  user_disabled: 1,
  user_enabled: 1,
  user_deleted: 1,
  code_created: 1,
  code_revoked: 1,
  settings_changed: 1,
  secrets_key_changed: 1,
  rehearsal_tokens_made: 1,
  term_created: 1,
  term_changed: 1,
  term_removed: 1,
  catalogue_imported: 1,
  round_created: 1,
  round_changed: 1,
  round_removed: 1,
  section_created: 1,
  section_changed: 1,
  section_assigned: 1,
  permit_granted: 1,
  permit_revoked: 1,
  history_removed: 1,
} satisfies Record<AuditAction, 1>

/** Everything that can happen, in the order in which people look for it. */
export const ACTIONS = Object.keys(EVERY) as AuditAction[]

/** What is looked for; moments as the browser's own fields write them, in local time. */
export interface Wish {
  who: string
  what: AuditAction | ''
  whom: string
  source: string
  from: string
  until: string
}

export const NOTHING: Wish = { who: '', what: '', whom: '', source: '', from: '', until: '' }

/** The wish that an address holds. */
export function wishOf(query: Record<string, unknown>): Wish {
  const text = (name: keyof Wish): string => (typeof query[name] === 'string' ? query[name] : '')
  const what = ACTIONS.find((action) => action === text('what')) ?? ''
  const source = text('source')
  return {
    who: text('who'),
    what,
    whom: text('whom'),
    source,
    from: text('from'),
    until: text('until'),
  }
}

/** What is asked for; a moment that is none does not count. */
export function queryOf(wish: Wish): AuditQuery {
  return {
    actor: wish.who.trim(),
    target: wish.whom.trim(),
    source: wish.source.trim(),
    action: wish.what ? [wish.what] : null,
    since: secondsOf(wish.from),
    until: secondsOf(wish.until),
  }
}

function secondsOf(local: string): number | null {
  const seconds = new Date(local).getTime() / 1000
  return local && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** One thing that an entry tells: what it was before, what after; undefined where it was nothing. */
export interface Fact {
  name: string
  before: unknown
  after: unknown
}

interface Told {
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What an entry tells. */
export function factsOf({ before, after }: Told): Fact[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.map((name) => ({ name, before: before?.[name], after: after?.[name] }))
}

const COLUMNS = [
  'time',
  'who',
  'role',
  'what',
  'kind',
  'whom',
  'source',
  'before',
  'after',
] as const

/** Entries as lines of a file; times in UTC. */
export function linesOf(rows: readonly (Omit<AuditRow, keyof Told> & Told)[]): string[][] {
  const json = (facts: object | null): string => (facts ? JSON.stringify(facts) : '')
  return [
    [...COLUMNS],
    ...rows.map((row) => [
      new Date(row.at * 1000).toISOString(),
      row.actor,
      row.actor_role,
      row.action,
      row.target_kind,
      row.target,
      row.source,
      json(row.before),
      json(row.after),
    ]),
  ]
}
