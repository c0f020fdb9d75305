import type { QueryClient } from '@tanstack/vue-query'

const ANSWERED: readonly string[] = ['selections', 'timetable', 'preview']

/**
 * Load again what an answer changes and what was asked for before now, when the stream begins: an
 * answer in between is in none of them, and the stream, which tells what comes after the shelf, is
 * silent about it.
 */
export async function loadOlder(client: QueryClient): Promise<void> {
  const older = {
    predicate: ({ queryKey: [name] }) => ANSWERED.includes(String(name)),
  } satisfies Parameters<QueryClient['cancelQueries']>[0]
  await client.cancelQueries(older)
  await client.invalidateQueries(older)
}
