// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Selection } from '@/api/selections'
import { ownWishes, submit, useSubmit } from './useSubmit'

const TAKE: Selection[] = [{ action: 'select', section_id: 17 }]
const TICKET = { id: 't1', number: 1, action: 'select', section_id: 17, state: 'pending' }

/** Answer each request with what comes next; the keys with which was asked. */
function answering(...answers: (object | 'silence')[]): string[] {
  const keys: string[] = []
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('Idempotency-Key') ?? '')
    const answer = answers.shift() ?? 'silence'
    if (answer === 'silence') return Promise.reject(new TypeError('away'))
    const { status = 202 } = answer as { status?: number }
    return Promise.resolve(new Response(JSON.stringify(answer), { status }))
  })
  return keys
}

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a wish', () => {
  it('is one request, however often it is clicked', async () => {
    const keys = answering(TICKET, TICKET)
    const [first, second] = await Promise.all([submit(TAKE), submit(TAKE)])
    expect(first).toEqual([TICKET])
    expect(second).toBe(first)
    expect(keys).toHaveLength(1)
  })

  it('has the same key until its ticket has ended', async () => {
    const keys = answering(TICKET, TICKET, TICKET)
    await submit(TAKE)
    await submit(TAKE)
    ownWishes().ended(() => false)
    await submit(TAKE)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('is asked again with the same key when nobody answers', async () => {
    const keys = answering('silence', 'silence', TICKET)
    const { sending, tryingAgain } = useSubmit()
    const answer = submit(TAKE)
    await vi.advanceTimersByTimeAsync(100)
    expect([sending(17), tryingAgain.value]).toEqual([true, true])
    await vi.advanceTimersByTimeAsync(5000)
    expect(await answer).toEqual([TICKET])
    expect(new Set(keys).size).toBe(1)
    expect([keys.length, sending(17), tryingAgain.value]).toEqual([3, false, false])
  })

  it('keeps its key when nobody answers at all, for the next click', async () => {
    const keys = answering()
    const answer = submit(TAKE).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await answer).toMatchObject({ code: 'offline' })
    answering(TICKET)
    await submit(TAKE)
    expect(ownWishes().keyOf(TAKE)).toBe(keys[0])
  })

  it('is over when it is refused for good', async () => {
    const keys = answering({ status: 404, code: 'no_such_section' }, TICKET)
    await expect(submit(TAKE)).rejects.toMatchObject({ code: 'no_such_section' })
    await submit(TAKE)
    expect(keys[1]).not.toBe(keys[0])
  })
})

it('tells the answers of a list in its order', async () => {
  const refused = { code: 'too_many_requests', detail: 'Wait.' }
  answering({ tickets: [TICKET, refused] })
  const list: Selection[] = [...TAKE, { action: 'select', section_id: 18 }]
  expect(await submit(list)).toEqual([TICKET, refused])
})
