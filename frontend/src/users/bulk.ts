/** Many accounts in pieces: what is sent, and what came of it. */
import type { Bulk, BulkResult } from '@/api/users'
import { newPassword } from './passwords'
import type { PersonRow } from './people'

export const AT_ONCE = 100 // people a call: each needs a slow password hash

export interface Wish {
  role: Bulk['role']
  onConflict: NonNullable<Bulk['on_conflict']>
}

/** A row, its password where one was made for it, and what came of it. */
export interface Result extends PersonRow {
  made: string
  outcome: BulkResult
}

export const STATUSES = ['created', 'updated', 'exists', 'refused'] as const

/** Pieces of at most `size`. */
export function pieces<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size))
}

/** The passwords of `rows`: "" where the file has one. */
export const passwordsFor = (rows: readonly PersonRow[]): string[] =>
  rows.map((row) => (row.password ? '' : newPassword()))

/** What is sent for `rows`; `repeated` says that an earlier call may have come through. */
export function bulkOf(
  rows: readonly PersonRow[],
  made: readonly string[],
  wish: Wish,
  how: { dryRun?: boolean; repeated?: boolean },
): Bulk {
  return {
    role: wish.role,
    on_conflict: wish.onConflict,
    dry_run: how.dryRun ?? false,
    users: rows.map(({ username, name, email, group, password }, i) => ({
      username,
      name,
      email,
      group: group || null,
      password: password || made[i] || null,
      initial: !password,
      repeated: how.repeated ?? false,
    })),
  }
}

/** How many ended in which way. */
export function countStatuses(results: readonly Result[]): Record<BulkResult['status'], number> {
  const counts = { created: 0, updated: 0, exists: 0, refused: 0 }
  for (const { outcome } of results) counts[outcome.status] += 1
  return counts
}

/** The file to keep: passwords are only those that were made here for new accounts. */
export function resultRows(
  results: readonly Result[],
  detailOf: (outcome: BulkResult) => string,
): (string | number)[][] {
  return [
    ['line', 'username', 'name', 'email', 'status', 'password', 'detail'],
    ...results.map(({ line, username, name, email, made, outcome }) => [
      line,
      username,
      name,
      email,
      outcome.status,
      outcome.status === 'created' ? made : '',
      detailOf(outcome),
    ]),
  ]
}
