import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addressOf, callerOf, Problem, send, useBearer } from './client'

type Answering = (request: Request) => Response

const STALE = { code: 'token_expired', detail: 'Your session has expired; please log in again.' }
const sent: Request[] = []
let token = 'old'
let renewals = 0

/** A network in which `answering` is the server. */
function serve(answering: Answering): void {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const request = new Request(`http://pages.test${path}`, init)
    sent.push(request)
    return Promise.resolve(answering(request))
  })
}

const problem = (status: number, body: object, headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers })

function bearerThatRenews(works: boolean): void {
  useBearer({
    token: () => token,
    renew: () => {
      renewals += 1
      if (works) token = 'new'
      return Promise.resolve(works)
    },
  })
}

beforeEach(() => {
  sent.length = 0
  token = 'old'
  renewals = 0
})
afterEach(() => vi.unstubAllGlobals())

describe('a call', () => {
  it('shows the bearer and that it comes from a page', async () => {
    bearerThatRenews(true)
    serve(() => new Response('{}'))
    await send('/auth/me')
    expect(sent[0]?.headers.get('Authorization')).toBe('Bearer old')
    expect(sent[0]?.headers.get('X-Course-Selection')).toBe('web')
  })

  it('is made again with a new token after a stale one', async () => {
    bearerThatRenews(true)
    serve((request) =>
      request.headers.get('Authorization') === 'Bearer new'
        ? new Response('{"id":1}')
        : problem(401, STALE),
    )
    expect(await (await send('/auth/me')).json()).toEqual({ id: 1 })
    expect(renewals).toBe(1)
  })

  it('gets a token first where there is none yet, as after a time without a network', async () => {
    token = ''
    bearerThatRenews(true)
    serve(() => new Response('{}'))
    await send('/auth/me')
    expect(sent.map((request) => request.headers.get('Authorization'))).toEqual(['Bearer new'])
  })

  it('fails with the problem where the session is over', async () => {
    bearerThatRenews(false)
    serve(() => problem(401, STALE))
    await expect(send('/auth/me')).rejects.toMatchObject({ code: 'token_expired', status: 401 })
    expect(sent).toHaveLength(1)
  })

  it('does not renew for a wrong password', async () => {
    bearerThatRenews(true)
    serve(() => problem(401, { code: 'wrong_credentials' }))
    await expect(send('/auth/login')).rejects.toMatchObject({ code: 'wrong_credentials' })
    expect(renewals).toBe(0)
  })

  it('tells the pause and the values of a refusal', async () => {
    bearerThatRenews(true)
    const body = { code: 'busy', detail: 'Please wait.', values: { place: 7 } }
    serve(() => problem(503, body, { 'Retry-After': '9' }))
    const error = await send('/auth/login').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ retryAfter: 9, values: { place: 7 }, detail: 'Please wait.' })
  })

  it('ends in silence where nobody answers', async () => {
    bearerThatRenews(true)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const error = await send('/auth/me').catch((reason: unknown) => reason)
    expect((error as Problem).offline).toBe(true)
  })

  it('sends JSON and takes an empty answer', async () => {
    bearerThatRenews(true)
    serve(() => new Response(null, { status: 204 }))
    interface Paths {
      '/x/{id}': {
        post: {
          requestBody: { content: { 'application/json': { a: number } } }
          responses: { 204: object }
          parameters: { path: { id: number } }
        }
      }
    }
    const call = callerOf<Paths>('student')
    expect(await call('post', '/x/{id}', { path: { id: 3 }, body: { a: 1 } })).toBeUndefined()
    expect(sent[0]?.url).toBe('http://pages.test/api/student/x/3')
    expect(await sent[0]?.json()).toEqual({ a: 1 })
  })
})

describe('an address', () => {
  it('has its parameters filled in and encoded', () => {
    const parts = { path: { name: 'a/b' }, query: { q: 'x y', tag: ['a', 'b'], none: undefined } }
    expect(addressOf('auth', '/users/{name}', parts)).toBe('/auth/users/a%2Fb?q=x+y&tag=a&tag=b')
  })
})
