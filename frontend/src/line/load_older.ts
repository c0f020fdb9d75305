import type { QueryClient } from '@tanstack/vue-query'

/** What an answer changes. */
export const ANSWERED: readonly string[] = ['selections', 'timetable', 'preview']

/**
 * Load again what was asked for before now, also what is still under way: its answer may be from
 * before what has just been told, and nothing tells that again. So when the event stream begins,
 * which is silent about what comes before the shelf, and whenever it has told something.
 */
export async function loadOlder(client: QueryClient, names = ANSWERED): Promise<void> {
  const older = {
    predicate: ({ queryKey: [name] }) => names.includes(String(name)),
  } satisfies Parameters<QueryClient['cancelQueries']>[0]
  await client.cancelQueries(older)
  await client.invalidateQueries(older)
}
