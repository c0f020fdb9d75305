/** Sending wishes so that each is one request, whatever is clicked twice or lost on the way. */
import { computed, ref, shallowRef } from 'vue'
import { isTicket, postSelections } from '@/api/selections'
import type { Reply, Selection } from '@/api/selections'
import { Problem } from '@/api/problem'
import { useSession } from '@/api/session'
import { noteTickets } from './useLine'
import { Wishes } from './wishes'

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000] // between tries while nobody answers

const underWay = new Map<string, Promise<Reply[]>>()
const sections = shallowRef<ReadonlySet<number>>(new Set())
const tries = ref(0)

/** The wishes of whoever is logged in, kept in this browser. */
export function ownWishes(): Wishes {
  const { person } = useSession()
  const newKey = (): string => crypto.randomUUID()
  return new Wishes(localStorage, String(person.value?.id ?? 0), Date.now, newKey)
}

/** Ask for `selections`; who asks again meanwhile gets the same answer. */
export function submit(selections: readonly Selection[]): Promise<Reply[]> {
  const wishes = ownWishes()
  const key = wishes.keyOf(selections)
  const known = underWay.get(key)
  if (known) return known
  const answer = send(selections, key, wishes).finally(() => {
    underWay.delete(key)
    mark(selections, false)
  })
  underWay.set(key, answer)
  mark(selections, true)
  return answer
}

export function useSubmit() {
  return {
    submit,
    sending: (section: number): boolean => sections.value.has(section),
    busy: computed(() => sections.value.size > 0),
    /** Whether the first try got no answer and it is being tried again. */
    tryingAgain: computed(() => tries.value > 0),
  }
}

async function send(
  selections: readonly Selection[],
  key: string,
  wishes: Wishes,
): Promise<Reply[]> {
  try {
    const replies = await insist(selections, key)
    const tickets = replies.filter(isTicket)
    noteTickets(tickets)
    wishes.accepted(
      selections,
      tickets.map((ticket) => ticket.id),
    )
    return replies
  } catch (error) {
    if (!isPassing(error)) wishes.forget(selections)
    throw error
  }
}

async function insist(selections: readonly Selection[], key: string): Promise<Reply[]> {
  for (const pause of PAUSES_MS) {
    try {
      return await postSelections(selections, key).finally(() => (tries.value = 0))
    } catch (error) {
      if (!isPassing(error)) throw error
      tries.value += 1
      await new Promise((resolve) => setTimeout(resolve, waitOf(error, pause)))
    }
  }
  return postSelections(selections, key).finally(() => (tries.value = 0))
}

function waitOf(error: unknown, pause: number): number {
  const told = error instanceof Problem ? error.retryAfter : null
  return told === null ? pause : Math.max(pause, told * 1000)
}

function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.offline || error.status === 429 || error.status >= 502)
}

function mark(selections: readonly Selection[], sending: boolean): void {
  const next = new Set(sections.value)
  for (const { section_id, linked = [], wishes } of selections) {
    for (const id of wishes?.flat(2) ?? [section_id ?? 0, ...linked]) {
      if (sending) next.add(id)
      else next.delete(id)
    }
  }
  sections.value = next
}
