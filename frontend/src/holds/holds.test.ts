import { describe, expect, it } from 'vitest'
import { endIsKnown, holdOf, stateOf } from './holds'

const DRAFT = { who: 'alice, bob\n17\n\n', reason: ' Books ', contact: 'us', until: '' }

describe('a hold', () => {
  it('stands until it is over or lifted', () => {
    expect(stateOf({ until: null, lifted_at: null }, 5)).toBe('stands')
    expect(stateOf({ until: 6, lifted_at: null }, 5)).toBe('stands')
    expect(stateOf({ until: 5, lifted_at: null }, 5)).toBe('over')
    expect(stateOf({ until: 5, lifted_at: 4 }, 5)).toBe('lifted')
  })

  it('is made of what was typed', () => {
    const wanted = { students: ['alice', 'bob', '17'], reason: 'Books', contact: 'us' }
    expect(holdOf(DRAFT, 'UTC')).toEqual({ ...wanted, until: null })
    expect(holdOf({ ...DRAFT, until: '2025-01-06T08:00' }, 'UTC').until).toBe(1_736_150_400)
  })

  it('ends at a moment that there is', () => {
    expect(endIsKnown(DRAFT, 'UTC')).toBe(true)
    expect(endIsKnown({ ...DRAFT, until: '2025-01-06T08:00' }, 'UTC')).toBe(true)
    expect(endIsKnown({ ...DRAFT, until: '2025-03-30T02:30' }, 'Europe/Berlin')).toBe(false)
  })
})
