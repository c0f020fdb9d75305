import { beforeEach, describe, expect, it } from 'vitest'
import type { Selection } from '@/api/selections'
import type { Store } from '@/plan/plan'
import { Wishes } from './wishes'

const TAKE: Selection[] = [{ action: 'select', section_id: 17 }]
const PLAN: Selection[] = [...TAKE, { action: 'select', section_id: 18 }]

let store: Store
let now: number
let made: number

function open(user = 'alice'): Wishes {
  return new Wishes(
    store,
    user,
    () => now,
    () => `key${++made}`,
  )
}

beforeEach(() => {
  const kept = new Map<string, string>()
  store = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }
  now = made = 0
})

describe('the key of a wish', () => {
  it('is the same for a double click, after a reload and in a second tab', () => {
    const first = open().keyOf(TAKE)
    expect(open().keyOf(TAKE)).toBe(first)
  })

  it('is another one for another wish and another person', () => {
    const keys = [open().keyOf(TAKE), open().keyOf(PLAN), open('bob').keyOf(TAKE)]
    const others: Selection[] = [
      { action: 'drop', section_id: 17 },
      { action: 'swap', section_id: 17, instead_of: 18 },
      { action: 'swap', section_id: 17, instead_of: 19 },
    ]
    expect(new Set([...keys, ...others.map((other) => open().keyOf([other]))]).size).toBe(6)
  })

  it('is kept while the request waits and gone when it is answered', () => {
    const wishes = open()
    const first = wishes.keyOf(TAKE)
    wishes.accepted(TAKE, ['t1'])
    wishes.ended((ticket) => ticket === 't1')
    expect(wishes.keyOf(TAKE)).toBe(first)
    wishes.ended(() => false)
    expect(wishes.keyOf(TAKE)).not.toBe(first)
  })

  it('is kept for a list until all of it is answered', () => {
    const wishes = open()
    const first = wishes.keyOf(PLAN)
    wishes.accepted(PLAN, ['t1', 't2'])
    wishes.ended((ticket) => ticket === 't2')
    expect(wishes.keyOf(PLAN)).toBe(first)
  })

  it('is kept when no answer came, however the others end', () => {
    const wishes = open()
    const first = wishes.keyOf(TAKE)
    wishes.ended(() => false)
    expect(wishes.keyOf(TAKE)).toBe(first)
  })

  it('is given up when the request was refused at once, and after a day', () => {
    const wishes = open()
    const first = wishes.keyOf(TAKE)
    wishes.forget(TAKE)
    const second = wishes.keyOf(TAKE)
    expect(second).not.toBe(first)
    now += 25 * 60 * 60 * 1000
    expect(wishes.keyOf(TAKE)).not.toBe(second)
  })
})
