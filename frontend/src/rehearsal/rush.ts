/** The rush: every request sent and repeated until it is taken, every ticket followed to its end. */
import { askForAnswers, askForSeat, ticketsIn, type Reply } from '@/api/rehearsal'
import type { Ticket } from '@/api/selections'

/** One request, and what came of it. Moments of `performance.now`, and Unix seconds by the server. */
export interface Wish {
  token: string
  studentId: number
  sectionId: number
  key: string
  sentAt: number
  acceptedAfterMs: number
  ticket: Ticket | null
  /** Why it was not even taken. */
  refused: string
}

export interface Watch {
  stopped: () => boolean
  /** One request has got there. */
  tell: (what: 'accepted' | 'decided') => void
}

export const AT_ONCE = 6 // what a browser keeps open to one address
const PATIENCE_MS = 60_000
const AGAIN = [0, 429, 502, 503, 504]
const SHORTEST_MS = 100
const LONGEST_MS = 3000
const SECOND_MS = 1000
const JITTER = 0.5 // of a pause, by lot, so that requests do not come back together

export const mayComeLater = ({ status }: Reply): boolean => AGAIN.includes(status)

/** Milliseconds until try number `tries` + 1. */
export function pauseMs(retryAfter: number, tries: number, random = Math.random): number {
  const backing = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(tries - 1, 10))
  return Math.max(retryAfter * SECOND_MS, backing) * (1 + JITTER * random())
}

/** Does `work` with all items, some at once; it gives milliseconds to come again after, or null. */
export async function keepAt<T>(
  items: readonly T[],
  work: (item: T, tries: number) => Promise<number | null>,
  stopped: () => boolean,
): Promise<void> {
  const waiting = items.map((item) => ({ item, tries: 1, from: 0 }))
  const turn = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !stopped(); next = waiting.shift()) {
      const early = next.from - performance.now()
      if (early > 0) await new Promise((done) => setTimeout(done, early))
      const pause = await work(next.item, next.tries)
      if (pause === null) continue
      waiting.push({ item: next.item, tries: next.tries + 1, from: performance.now() + pause })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, turn))
}

/** Send every wish until it is taken, refused, or patience has run out. */
export const sendAll = (wishes: readonly Wish[], { stopped, tell }: Watch): Promise<void> =>
  keepAt(
    wishes,
    async (wish, tries) => {
      wish.sentAt ||= performance.now()
      const reply = await askForSeat(wish.token, wish.sectionId, wish.key)
      const waited = performance.now() - wish.sentAt
      if (mayComeLater(reply) && waited < PATIENCE_MS) return pauseMs(reply.retryAfter, tries)
      if (reply.status === 202) {
        wish.ticket = reply.body as Ticket
        wish.acceptedAfterMs = waited
        tell('accepted')
        if (wish.ticket.state !== 'pending') tell('decided')
      } else {
        wish.refused = (reply.body as { code?: string } | null)?.code ?? 'service_away'
      }
      return null
    },
    stopped,
  )

/** Ask as each student until every ticket has its answer, or none comes any more. */
export async function followAll(wishes: readonly Wish[], { stopped, tell }: Watch): Promise<void> {
  const open = new Map<string, Wish[]>()
  for (const wish of wishes.filter(isPending)) {
    open.set(wish.token, [...(open.get(wish.token) ?? []), wish])
  }
  let news = performance.now()
  await keepAt(
    [...open],
    async ([token, theirs], tries) => {
      const reply = await askForAnswers(token)
      for (const ticket of ticketsIn(reply)) {
        const wish = theirs.find((one) => one.ticket?.id === ticket.id && isPending(one))
        if (!wish || ticket.state === 'pending') continue
        wish.ticket = ticket
        news = performance.now()
        tell('decided')
      }
      if (!theirs.some(isPending) || performance.now() - news > PATIENCE_MS) return null
      return pauseMs(reply.retryAfter, tries)
    },
    stopped,
  )
}

export const isPending = ({ ticket }: Wish): boolean => ticket?.state === 'pending'
