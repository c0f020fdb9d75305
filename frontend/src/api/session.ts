/** Who is logged in. The access token lives here, in memory alone. */
import { computed, readonly, ref, shallowRef } from 'vue'
import { getProfile, logOut, type LoggedIn, type Role } from './auth'
import { send, useBearer, Problem } from './client'
import { forgetOwn } from './own_store'

export interface Person {
  id: number
  role: Role
  username: string
  name: string
}

interface Tokens {
  access_token: string
}

const LAST = 'course-selection.session' // who was here last, so that pages open without a network
const CHANNEL = 'course-selection.session'
const RENEW_EVERY_MS = 600_000 // while somebody reads and writes without asking the server anything

const person = shallowRef<Person | null>(null)
const expired = ref(false)
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL)
let token: string | null = null
let renewing: Promise<boolean> | null = null
let renewedAt = 0
let ending = false

// What is still under way while somebody logs out needs no new tokens.
const renewIfThere = (): Promise<boolean> =>
  ending || !person.value ? Promise.resolve(false) : renew()

useBearer({ token: () => token, renew: renewIfThere })

/** The session as components see it. */
export function useSession() {
  return {
    person: readonly(person),
    role: computed(() => person.value?.role ?? null),
    /** Whether the session ended by itself, so that the login page can say so. */
    expired,
  }
}

/** Take over what a login answered. */
export function begin(answer: LoggedIn): void {
  token = answer.access_token
  renewedAt = Date.now()
  expired.value = false
  know(answer.user as Person)
  channel?.postMessage('begun')
}

/** Show the pages of who was here last at once, before the server has said that they still are. */
export function remember(): boolean {
  const last = JSON.parse(localStorage.getItem(LAST) ?? '{}') as Partial<Person>
  if (last.id === undefined) return false
  person.value = last as Person
  return true
}

/** Come back to a session after a reload, if there is one; without a network, to what was kept. */
export async function restore(): Promise<void> {
  const last = localStorage.getItem(LAST)
  if (!last) return
  try {
    if (!(await renew())) return
    const { id, role, username, name } = await getProfile()
    know({ id, role: role as Role, username, name })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    person.value = JSON.parse(last) as Person
  }
}

function know(somebody: Person): void {
  if ((JSON.parse(localStorage.getItem(LAST) ?? '{}') as Partial<Person>).id !== somebody.id)
    forgetOwn()
  person.value = somebody
  localStorage.setItem(LAST, JSON.stringify(somebody))
}

/** End the session here, on the server and in other tabs. */
export async function end(): Promise<void> {
  ending = true
  try {
    await logOut()
  } catch (error) {
    if (!(error instanceof Problem) || error.offline) throw error
  } finally {
    ending = false
  }
  forget()
  channel?.postMessage('ended')
}

/** New tokens by the cookie; many who ask at once wait for one answer. */
function renew(): Promise<boolean> {
  renewing ??= inTurn(refresh).finally(() => (renewing = null))
  return renewing
}

async function refresh(): Promise<boolean> {
  try {
    const response = await send('/auth/refresh', { method: 'POST' })
    token = ((await response.json()) as Tokens).access_token
    renewedAt = Date.now()
    return true
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    expired.value = person.value !== null
    forget()
    return false
  }
}

/** One tab after the other: the cookie that they share works once. */
async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined // browsers have none on plain HTTP
  return locks ? await locks.request(CHANNEL, work) : await work()
}

function forget(): void {
  token = null
  person.value = null
  localStorage.removeItem(LAST)
  forgetOwn()
}

/** Keys and clicks are use of the session, of which the server hears only by a renewal. */
function noteUse(): void {
  if (!token || ending || Date.now() - renewedAt <= RENEW_EVERY_MS) return
  renewedAt = Date.now() // one try, whatever comes of it: the next call tells what is wrong
  renewIfThere().catch(() => undefined)
}

for (const use of ['keydown', 'pointerdown']) addEventListener(use, noteUse, { passive: true })

channel?.addEventListener('message', (event: MessageEvent<string>) => {
  if (event.data === 'ended') forget()
  else if (person.value) void restore() // the cookie that all tabs share is somebody's anew
})
