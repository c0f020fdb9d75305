// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { followEvents, pauseBefore } from './events'
import type { Connection } from './events'

const STREAM = ': still here\n\nid: 7\nevent: seats\ndata: [[1,2,3]]\n\n'

function answering(...bodies: (string | null)[]): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('Last-Event-ID') ?? '')
    const body = bodies.shift()
    if (body === undefined) return new Promise(() => undefined)
    return body === null
      ? Promise.reject(new TypeError('away'))
      : Promise.resolve(new Response(body))
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

describe('the event stream', () => {
  it('comes back where it ended, and tells how it is', async () => {
    const asked = answering(STREAM, null, STREAM)
    const states: Connection[] = []
    let last = 5
    const stop = followEvents({
      after: () => last,
      take: (event) => (last = Number(event.id)),
      state: (state) => states.push(state),
    })
    await vi.waitFor(() => expect(asked).toEqual(['5', '7', '7', '7']), { timeout: 5000 })
    stop()
    expect(states.slice(0, 5)).toEqual(['connecting', 'live', 'connecting', 'away', 'connecting'])
  })

  it('ends when the session has ended', async () => {
    const refused = new Response('{"code": "role_not_allowed"}', { status: 403 })
    const fetched = vi.fn(() => Promise.resolve(refused))
    vi.stubGlobal('fetch', fetched)
    const states: Connection[] = []
    followEvents({ after: () => null, take: () => undefined, state: (state) => states.push(state) })
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce())
    expect(states).toEqual(['connecting'])
  })

  it('waits longer each time, but never very long', () => {
    const longest = (failures: number): number => pauseBefore(failures, () => 1)
    expect([0, 1, 2].map(longest)).toEqual([500, 1000, 2000])
    expect(longest(20)).toBe(15_000)
    expect(pauseBefore(1, () => 0)).toBe(500)
  })
})
