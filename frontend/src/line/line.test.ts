import { describe, expect, it } from 'vitest'
import type { Outcome, Ticket } from '@/api/selections'
import {
  EMPTY_LINE,
  askAgainIn,
  decided,
  estimateOf,
  inOrder,
  listed,
  told,
  waitingFor,
} from './line'

const ticket = (number: number, changes: Partial<Ticket> = {}): Ticket => ({
  id: `t${number}`,
  number,
  action: 'select',
  section_id: number * 10,
  state: 'pending',
  code: null,
  detail: null,
  values: {},
  parts: [],
  position: 5,
  estimate_s: 1,
  accepted_at: 100,
  decided_at: null,
  wait: false,
  ...changes,
})

const outcome = (number: number, changes: Partial<Outcome> = {}): Outcome => ({
  ticket_id: `t${number}`,
  number,
  section_id: number * 10,
  action: 'select',
  outcome: 'enrolled',
  code: null,
  detail: null,
  decided_at: 200,
  ...changes,
})

const states = (line: ReadonlyMap<string, Ticket>): string[] =>
  inOrder(line).map(({ number, state }) => `${number} ${state}`)

describe('the line', () => {
  it('goes from waiting to answered', () => {
    const line = decided(told(EMPTY_LINE, ticket(1)), outcome(1))
    expect(states(line)).toEqual(['1 enrolled'])
    expect(line.get('t1')).toMatchObject({ accepted_at: 100, decided_at: 200, position: 0 })
  })

  it('keeps an answer that came before the request was told', () => {
    const line = told(decided(EMPTY_LINE, outcome(1)), ticket(1))
    expect(states(line)).toEqual(['1 enrolled'])
  })

  it('keeps an answer against a list that was made before it', () => {
    const line = decided(told(EMPTY_LINE, ticket(1), ticket(2)), outcome(2))
    expect(states(listed(line, [ticket(2), ticket(1, { position: 2 })]))).toEqual([
      '2 enrolled',
      '1 pending',
    ])
    expect(listed(line, [ticket(1, { position: 2 })]).get('t1')?.position).toBe(2)
  })

  it('keeps a request that is newer than the list, and drops what the list has forgotten', () => {
    const line = told(EMPTY_LINE, ticket(1), ticket(3))
    expect(states(listed(line, [ticket(2)]))).toEqual(['3 pending', '2 pending'])
  })

  it('is the same after a reload', () => {
    const line = listed(EMPTY_LINE, [
      ticket(2),
      ticket(1, { state: 'refused', code: 'section_full' }),
    ])
    expect(states(line)).toEqual(['2 pending', '1 refused'])
    expect(waitingFor(line, 20)?.number).toBe(2)
    expect(waitingFor(line, 10)).toBeUndefined()
  })

  it('knows both sections of a swap, waiting and decided', () => {
    const swap = { action: 'swap', instead_of: 50 } as const
    const line = told(EMPTY_LINE, ticket(1, swap))
    expect([10, 50, 60].map((section) => waitingFor(line, section)?.number)).toEqual([
      1,
      1,
      undefined,
    ])
    const values = { other: 'CSCI-1100 (72013)' }
    const refused = outcome(1, { ...swap, outcome: 'refused', code: 'time_clash', values })
    expect(decided(line, refused).get('t1')).toMatchObject({ ...swap, values })
  })

  it('shows a seat from the waitlist as one, and when it came', () => {
    const waited = told(EMPTY_LINE, ticket(1, { state: 'waitlisted' }))
    const seat = outcome(1, { ticket_id: 't1-promoted', decided_at: 300 })
    const line = decided(waited, seat)
    expect(states(line)).toEqual(['1 enrolled'])
    expect(line.get('t1')?.promotion).toEqual({ at: 300, instead_of: null })
  })

  it('keeps a plan whole when one of its wishes gets a seat later', () => {
    const empty = { took: [], left: [], waits: [], code: null, detail: null, values: {} }
    const plan = { wishes: [[[1]], [[2]]], all_or_nothing: false, credits: [] }
    const asked = ticket(1, { action: 'plan', state: 'waitlisted', plan, parts: [empty, empty] })
    const seat = outcome(1, { ticket_id: 't1-promoted-2', parts: [{ ...empty, took: [2] }] })
    const line = decided(told(EMPTY_LINE, asked), seat)
    expect(states(line)).toEqual(['1 enrolled'])
    expect(line.get('t1')?.parts.map((part) => part.took)).toEqual([[], [2]])
  })

  it('shows what another device asked for', () => {
    expect(states(decided(EMPTY_LINE, outcome(7, { outcome: 'refused' })))).toEqual(['7 refused'])
  })
})

describe('an estimate', () => {
  it('is told roughly and never too short', () => {
    const of = (estimate_s: number | null) => estimateOf({ estimate_s })
    expect(of(null)).toEqual({ kind: 'unknown' })
    expect(of(0.6)).toEqual({ kind: 'moment' })
    expect(of(11)).toEqual({ kind: 'seconds', amount: 15 })
    expect(of(61)).toEqual({ kind: 'minutes', amount: 2 })
    expect(of(3601)).toEqual({ kind: 'hours', amount: 2 })
  })

  it('decides how often one asks', () => {
    expect(askAgainIn([{ estimate_s: 0.5 }])).toBe(2000)
    expect(askAgainIn([{ estimate_s: 60 }, { estimate_s: null }])).toBe(6000)
    expect(askAgainIn([{ estimate_s: null }])).toBe(15_000)
    const draw = { round: 1, name: 'Draw', at: 9 }
    expect(askAgainIn([{ draw }, { estimate_s: 60 }])).toBe(6000)
    expect(askAgainIn([{ draw }])).toBe(false)
    expect(askAgainIn([])).toBe(false)
  })
})
