import { describe, expect, it } from 'vitest'
import {
  LONGEST_PLAN,
  loadPlan,
  moved,
  planKey,
  savePlan,
  withSection,
  withoutSection,
} from './plan'
import type { Store } from './plan'

function memory(): Store {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }
}

describe('a plan', () => {
  it('keeps the order in which one added, each once', () => {
    expect([3, 1, 3].reduce(withSection, [] as readonly number[])).toEqual([3, 1])
    expect(withoutSection([3, 1], 3)).toEqual([1])
  })

  it('is no longer than what can be asked for at once', () => {
    const full = Array.from({ length: LONGEST_PLAN }, (_, i) => i)
    expect(withSection(full, 999)).toBe(full)
  })

  it('is put into another order', () => {
    expect(moved([1, 2, 3], 3, 0)).toEqual([3, 1, 2])
    expect(moved([1, 2, 3], 1, 1)).toEqual([2, 1, 3])
    expect(moved([1, 2, 3], 2, 9)).toEqual([1, 3, 2])
    expect(moved([1, 2, 3], 9, 0)).toEqual([1, 2, 3])
  })

  it('belongs to a person and a term', () => {
    const store = memory()
    savePlan(store, planKey('F24'), [5, 4])
    expect(loadPlan(store, planKey('F24'))).toEqual([5, 4])
    expect(loadPlan(store, planKey('S25'))).toEqual([])
  })

  it('is empty when what is kept cannot be read', () => {
    const store = memory()
    store.setItem('plan:a:b', '{"no": "list"}')
    expect(loadPlan(store, 'plan:a:b')).toEqual([])
    store.setItem('plan:a:b', '[1,')
    expect(loadPlan(store, 'plan:a:b')).toEqual([])
  })

  it('goes on where nothing can be kept', () => {
    const broken: Store = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full')
      },
    }
    expect(savePlan(broken, 'plan:a:b', [1])).toBe(false)
  })
})
