/** The student's requests: the server's list, brought up to date by events. */
import { useQuery } from '@tanstack/vue-query'
import { computed, markRaw } from 'vue'
import { cancelSelection, getSelections } from '@/api/selections'
import type { Outcome, Ticket } from '@/api/selections'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'
import { EMPTY_LINE, askAgainIn, decided, inOrder, listed, told, waiting, waitingFor } from './line'
import type { Line } from './line'
import { loadOlder } from './load_older'

const KEY = ['selections']

/** Take over tickets that an answer told of. */
export function noteTickets(tickets: readonly Ticket[]): void {
  change((line) => told(line, ...tickets))
}

/** Take over what the event stream tells. */
export function noteOutcome(outcome: Outcome): void {
  change((line) => decided(line, outcome))
  const known = queryClient.getQueryData<Line>(KEY)?.get(outcome.ticket_id)
  // What another device asked for: an outcome does not say what the wishes were.
  if (outcome.action === 'plan' && !known?.plan) void loadOlder(queryClient, KEY)
}

/** Before the list has come there is nothing to note it in: the list is asked for anew. */
function change(next: (line: Line) => Line): void {
  const noted = queryClient.setQueryData<Line>(KEY, (line) => line && markRaw(next(line)))
  if (!noted) void loadOlder(queryClient, KEY)
}

export async function cancelTicket(id: string): Promise<Ticket> {
  const ticket = await cancelSelection(id)
  noteTickets([ticket])
  return ticket
}

export const useLine = shared(() => {
  const { data, error, refetch, dataUpdatedAt } = useQuery(
    {
      queryKey: KEY,
      queryFn: async () => {
        const tickets = await getSelections()
        return markRaw(listed(queryClient.getQueryData<Line>(KEY) ?? EMPTY_LINE, tickets))
      },
      structuralSharing: false,
      refetchInterval: ({ state }) => (state.data ? askAgainIn(waiting(state.data)) : false),
    },
    queryClient,
  )
  const line = computed(() => (data.value as Line | undefined) ?? EMPTY_LINE)
  return {
    line,
    tickets: computed(() => inOrder(line.value)),
    waiting: computed(() => waiting(line.value)),
    waitingFor: (section: number) => waitingFor(line.value, section),
    loaded: computed(() => data.value !== undefined),
    error,
    refetch,
    dataUpdatedAt,
  }
})
