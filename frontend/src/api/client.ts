/** Calls the nodes: bearer from memory, one refresh at a time on 401, problems as `Problem`. */
import { nextTask } from '@/app/turns'
import { problemOf, silence, Problem } from './problem'
import type { Caller } from './types'

export { Problem } from './problem'

const ENTRANCES = [
  '/auth/login',
  '/auth/oidc',
  '/auth/refresh',
  '/auth/register',
  '/auth/totp/',
  '/auth/passkeys/',
  '/auth/activate',
  '/auth/sign-up',
  '/student/reports', // which are for everybody
]
const STALE = ['token_expired', 'token_invalid', 'login_required']

interface Bearer {
  token: () => string | null
  renew: () => Promise<boolean>
}

let bearer: Bearer = { token: () => null, renew: () => Promise.resolve(false) }

/** Who keeps the access token; the session says so once. */
export function useBearer(keeper: Bearer): void {
  bearer = keeper
}

/** One request to `/api` + path, with the bearer; another try with a new token after a stale one. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  if (!bearer.token() && !isEntering(path)) await bearer.renew() // as after a time without a network
  const response = await attempt(path, init)
  if (response.ok || response.status === 304) return response
  const problem = await problemOf(response)
  if (!isStale(problem, path) || !(await bearer.renew())) throw problem
  const again = await attempt(path, init)
  if (again.ok) return again
  throw await problemOf(again)
}

function isStale(problem: Problem, path: string): boolean {
  return problem.status === 401 && STALE.includes(problem.code) && !isEntering(path)
}

const isEntering = (path: string): boolean =>
  ENTRANCES.some((entrance) => path.startsWith(entrance))

async function attempt(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('X-Course-Selection', 'web')
  const token = bearer.token()
  if (token) headers.set('Authorization', `Bearer ${token}`)
  // A page asks for much at once, and to send one request alone takes a phone some milliseconds.
  if ((init.method ?? 'GET') === 'GET') await nextTask()
  try {
    return await fetch(`/api${path}`, { ...init, headers, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw silence()
  }
}

interface Parts {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** A function that calls the routes of one node, typed by its OpenAPI. */
export function callerOf<Paths>(node: string): Caller<Paths> {
  const call = async (method: string, path: string, parts: Parts): Promise<unknown> => {
    const response = await send(addressOf(node, path, parts), initOf(method, parts))
    const text = await response.text()
    return text ? JSON.parse(text) : undefined
  }
  return call as Caller<Paths>
}

/** The address of a route with its parameters filled in. */
export function addressOf(node: string, path: string, parts: Parts): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parts.path?.[name])),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one))
    }
  }
  return `/${node}${filled}${query.size ? `?${query}` : ''}`
}

function initOf(method: string, parts: Parts): RequestInit {
  const init: RequestInit = { method: method.toUpperCase(), headers: { ...parts.headers } }
  if (parts.signal) init.signal = parts.signal
  if (parts.body === undefined) return init
  return {
    ...init,
    headers: { 'Content-Type': 'application/json', ...parts.headers },
    body: JSON.stringify(parts.body),
  }
}
