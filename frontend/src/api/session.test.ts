// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Session from './session'

const ALICE = { id: 7, role: 'student', username: 'alice', name: 'Alice Ames' } as const
const LOGGED_IN = { status: 'ok', access_token: 'one', expires_in: 600, user: ALICE } as const
const LAST = 'course-selection.session'

let session: typeof Session
const asked: string[] = []

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
