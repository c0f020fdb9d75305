import { describe, expect, it } from 'vitest'
import {
  LONGEST_PLAN,
  MOST_ALTERNATIVES,
  NO_PLAN,
  creditsOf,
  idOf,
  loadPlan,
  moved,
  placeOf,
  planKey,
  readPlan,
  savePlan,
  withAlternative,
  withCredits,
  withEarlier,
  withSection,
  withWish,
  withoutAlternative,
  withoutSection,
} from './plan'
import type { Plan, Store } from './plan'

function memory(): Store {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }
}

const planOf = (...ids: number[]): Plan => ids.reduce(withSection, NO_PLAN)
const ids = (plan: Plan): number[] => plan.wishes.map(idOf)

describe('a plan', () => {
  it('keeps the order in which one added, each once', () => {
    expect(ids(planOf(3, 1, 3))).toEqual([3, 1])
    expect(ids(withoutSection(planOf(3, 1), 3))).toEqual([1])
  })

  it('is no longer than what can be asked for at once', () => {
    const full = planOf(...Array.from({ length: LONGEST_PLAN }, (_, i) => i + 1))
    expect(withSection(full, 999)).toBe(full)
  })

  it('is put into another order', () => {
    const plan = planOf(1, 2, 3)
    expect(ids(moved(plan, 3, 0))).toEqual([3, 1, 2])
    expect(ids(moved(plan, 1, 1))).toEqual([2, 1, 3])
    expect(ids(moved(plan, 2, 9))).toEqual([1, 3, 2])
    expect(ids(moved(plan, 9, 0))).toEqual([1, 2, 3])
  })

  it('belongs to a person and a term', () => {
    const store = memory()
    const plan = { ...withAlternative(planOf(5, 4), 4, [6, 7]), whole: true }
    savePlan(store, planKey('F24'), plan)
    expect(loadPlan(store, planKey('F24'))).toEqual(plan)
    expect(loadPlan(store, planKey('S25'))).toEqual(NO_PLAN)
  })

  it('is read as it was kept before there were alternatives', () => {
    const store = memory()
    store.setItem(planKey('F24'), '[5, 4, "x"]')
    expect(loadPlan(store, planKey('F24'))).toEqual(planOf(5, 4))
  })

  it.each(['{"no": "list"}', '[1,', '{"wishes": [[], [["x"]], 7]}', 'null'])(
    'is empty when what is kept cannot be read: %s',
    (text) => {
      const store = memory()
      store.setItem('plan:a:b', text)
      expect(loadPlan(store, 'plan:a:b')).toEqual(NO_PLAN)
    },
  )

  it('goes on where nothing can be kept', () => {
    const broken: Store = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full')
      },
    }
    expect(savePlan(broken, 'plan:a:b', planOf(1))).toBe(false)
  })
})

describe('the alternatives of a wish', () => {
  const plan = withAlternative(withAlternative(planOf(1, 9), 1, [2]), 1, [3, 4])

  it('are tried in their order, which can be changed', () => {
    expect(plan.wishes[0]).toEqual([[1], [2], [3, 4]])
    expect(withEarlier(plan, 1, 2).wishes[0]).toEqual([[1], [3, 4], [2]])
    expect(withEarlier(plan, 1, 1).wishes[0]).toEqual([[2], [1], [3, 4]])
    expect(withEarlier(plan, 1, 0)).toEqual(plan)
  })

  it('are each planned once, and not too many', () => {
    expect(withAlternative(plan, 1, [4, 3])).toEqual(plan)
    expect(withSection(plan, 4)).toBe(plan)
    const full = [5, 6, 7].reduce((one, id) => withAlternative(one, 1, [id]), plan)
    expect(full.wishes[0]).toHaveLength(MOST_ALTERNATIVES)
  })

  it('go one by one, the whole wish with the best of them', () => {
    expect(withoutAlternative(plan, 1, 0).wishes[0]).toEqual([[2], [3, 4]])
    expect(withoutAlternative(planOf(1), 1, 0)).toEqual(planOf(1))
    expect(withoutSection(plan, 4).wishes[0]).toEqual([[1], [2]])
    expect(ids(withoutSection(plan, 1))).toEqual([9])
    expect(placeOf(plan, 4)).toBe(0)
  })

  it('come back as one wish', () => {
    const [wish = []] = plan.wishes
    expect(withWish(withoutSection(plan, 1), wish).wishes).toEqual([[[9]], wish])
  })
})

it('keeps the credits that are chosen, and asks for those of what is asked for', () => {
  const planned = [7, 8].reduce(withSection, NO_PLAN)
  const plan = { ...withCredits(withCredits(planned, 7, 2.5), 8, 3), wait: true }
  expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  expect(creditsOf(plan, [[[7]]])).toEqual({ '7': 2.5 })
  expect(creditsOf(withCredits(plan, 7, undefined), plan.wishes)).toEqual({ '8': 3 })
})
