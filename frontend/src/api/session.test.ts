// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Session from './session'

const ALICE = { id: 7, role: 'student', username: 'alice', name: 'Alice Ames' } as const
const LOGGED_IN = { status: 'ok', access_token: 'one', expires_in: 600, user: ALICE } as const
const LAST = 'course-selection.session'

let session: typeof Session
const asked: string[] = []
let page: EventTarget // of each test its own

/** A server whose answers stand by path; a path without one does not answer. */
function serve(answers: Record<string, () => Response>): void {
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    const answer = answers[path]
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('Failed to fetch'))
  })
}

const json =
  (body: object, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status })

beforeEach(async () => {
  localStorage.clear()
  vi.stubGlobal('navigator', { locks: undefined })
  asked.length = 0
  vi.stubGlobal('BroadcastChannel', undefined)
  page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.resetModules()
  session = await import('./session')
})
afterEach(() => vi.unstubAllGlobals())

describe('a session', () => {
  it('asks nothing at the start where nobody was', async () => {
    serve({})
    await session.restore()
    expect(asked).toEqual([])
  })

  it('comes back after a reload', async () => {
    localStorage.setItem(LAST, JSON.stringify(ALICE))
    serve({ '/api/auth/refresh': json({ access_token: 'two' }), '/api/auth/me': json(ALICE) })
    await session.restore()
    expect(session.useSession().person.value).toEqual(ALICE)
  })

  it('knows who was here where there is no network', async () => {
    localStorage.setItem(LAST, JSON.stringify(ALICE))
    serve({})
    await session.restore()
    expect(session.useSession().person.value).toEqual(ALICE)
  })

  it('is over where the cookie counts no more', async () => {
    localStorage.setItem(LAST, JSON.stringify(ALICE))
    serve({ '/api/auth/refresh': json({ code: 'token_invalid' }, 401) })
    await session.restore()
    expect(session.useSession().person.value).toBeNull()
    expect(localStorage.getItem(LAST)).toBeNull()
  })

  it('keeps no token outside of memory', () => {
    session.begin(LOGGED_IN)
    expect(JSON.stringify({ ...localStorage })).not.toContain('one')
    expect(session.useSession().person.value).toEqual(ALICE)
  })

  it('is renewed once for many who ask at once', async () => {
    session.begin(LOGGED_IN)
    const { send } = await import('./client')
    let stale = true
    serve({
      '/api/auth/refresh': () => {
        stale = false
        return json({ access_token: 'two' })()
      },
      '/api/auth/me': () => (stale ? json({ code: 'token_expired' }, 401)() : json(ALICE)()),
    })
    await Promise.all([send('/auth/me'), send('/auth/me'), send('/auth/me')])
    expect(asked.filter((path) => path.endsWith('/refresh'))).toHaveLength(1)
  })

  it('is renewed by use alone, once in ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    serve({ '/api/auth/refresh': json({ access_token: 'two' }) })
    const use = async (kind: string, minutes: number): Promise<number> => {
      vi.setSystemTime(Date.now() + minutes * 60_000)
      page.dispatchEvent(new Event(kind))
      await new Promise((done) => setTimeout(done)) // the answer is there and read
      return asked.length
    }
    expect(await use('keydown', 11), 'nobody is here').toBe(0)
    session.begin(LOGGED_IN)
    expect(await use('keydown', 9)).toBe(0)
    expect(await use('keydown', 2)).toBe(1)
    expect(await use('pointerdown', 1)).toBe(1)
    expect(await use('pointerdown', 11)).toBe(2)
    serve({})
    expect(await use('keydown', 11), 'no network').toBe(3)
    expect(session.useSession().person.value).toEqual(ALICE)
    vi.useRealTimers()
  })

  it('is over for this page only once the server has ended it', async () => {
    session.begin(LOGGED_IN)
    serve({})
    await expect(session.end()).rejects.toMatchObject({ code: 'offline' })
    expect(session.useSession().person.value).toEqual(ALICE)
    serve({ '/api/auth/logout': () => new Response(null, { status: 204 }) })
    await session.end()
    expect(session.useSession().person.value).toBeNull()
  })
})
