/** What a student means to take, in the order of asking. Kept in this browser, for each term. */

import { ownKey } from '@/api/own_store'

export const LONGEST_PLAN = 20 // wishes; the longest plan that the server takes
export const MOST_ALTERNATIVES = 5 // of one wish

/** Sections that are had together or not at all: one, or a lecture with its lab. */
export type Together = readonly number[]

/** One course that is wanted: its alternatives, the best first. */
export type Wish = readonly Together[]

export interface Plan {
  readonly wishes: readonly Wish[]
  /** Whether seats are wanted only if every wish is given. */
  readonly whole: boolean
  /** Whether it also waits for better alternatives that are full. */
  readonly wait: boolean
  /** How many credits of a range are wanted, by section. */
  readonly credits: Readonly<Record<number, number>>
}

export const NO_PLAN: Plan = { wishes: [], whole: false, wait: false, credits: {} }

export interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

const PREFIX = ownKey('plan:')

export const planKey = (term: string): string => PREFIX + term

/** The plans that are kept, by term. */
export function allPlans(store: Storage): Record<string, Plan> {
  const keys = Object.keys(store).filter((key) => key.startsWith(PREFIX))
  return Object.fromEntries(keys.map((key) => [key.slice(PREFIX.length), loadPlan(store, key)]))
}

/** The plan that is kept; what cannot be read is an empty one. */
export function loadPlan(store: Store, key: string): Plan {
  try {
    return readPlan(JSON.parse(store.getItem(key) ?? '[]'))
  } catch {
    return NO_PLAN
  }
}

/** A plan as it was kept; before there were alternatives that was a list of sections. */
export function readPlan(kept: unknown): Plan {
  if (Array.isArray(kept)) return kept.filter(isId).map(wishFor).reduce(withWish, NO_PLAN)
  if (typeof kept !== 'object' || kept === null) return NO_PLAN
  const { wishes, whole, wait, credits } = kept as Partial<Record<keyof Plan, unknown>>
  const read = Array.isArray(wishes) ? wishes.map(readWish) : []
  const flags = { whole: whole === true, wait: wait === true, credits: readCredits(credits) }
  return { ...read.reduce(withWish, NO_PLAN), ...flags }
}

function readCredits(kept: unknown): Plan['credits'] {
  const found = typeof kept === 'object' && kept !== null ? Object.entries(kept) : []
  return Object.fromEntries(found.filter(([, wanted]) => typeof wanted === 'number'))
}

function readWish(kept: unknown): Wish {
  const options = Array.isArray(kept) ? kept.filter((option) => Array.isArray(option)) : []
  return options.map((option) => option.filter(isId)).filter((option) => option.length)
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value)

const wishFor = (id: number): Wish => [[id]]

/** Whether it could be kept; a full or forbidden store must not stop anybody. */
export function savePlan(store: Store, key: string, plan: Plan): boolean {
  try {
    store.setItem(key, JSON.stringify(plan))
    return true
  } catch {
    return false
  }
}

/** What a wish is known by: the first section of its best alternative. */
export const idOf = (wish: Wish): number => wish[0]?.[0] ?? 0

/** Every section that a wish names. */
export const sectionsOf = (wish: Wish): number[] => [...new Set(wish.flat())]

/** Wishes as they are asked for. */
export const listed = (wishes: readonly Wish[]): number[][][] =>
  wishes.map((wish) => wish.map((option) => [...option]))

/** The credits that are chosen of sections that `wishes` name. */
export function creditsOf(plan: Plan, wishes: readonly Wish[]): Record<string, number> {
  const named = new Set(wishes.flatMap(sectionsOf))
  return Object.fromEntries(Object.entries(plan.credits).filter(([id]) => named.has(Number(id))))
}

/** With so many credits of a range wanted of a section; undefined wants the lowest. */
export function withCredits(plan: Plan, id: number, wanted: number | undefined): Plan {
  const others = Object.entries(plan.credits).filter(([other]) => Number(other) !== id)
  const chosen = wanted === undefined ? [] : [[String(id), wanted] as const]
  return { ...plan, credits: Object.fromEntries([...others, ...chosen]) }
}

/** Where the wish is that names a section; -1 if there is none. */
export const placeOf = (plan: Plan, id: number): number =>
  plan.wishes.findIndex((wish) => sectionsOf(wish).includes(id))

/** A wish at the end, unless it is empty, or its best alternative is planned already, or there are too many. */
export function withWish(plan: Plan, wish: Wish): Plan {
  const planned = wish[0]?.some((id) => placeOf(plan, id) >= 0) ?? true
  if (planned || plan.wishes.length >= LONGEST_PLAN) return plan
  return { ...plan, wishes: [...plan.wishes, wish] }
}

export const withSection = (plan: Plan, id: number): Plan => withWish(plan, wishFor(id))

/** Without the wish whose best alternative has a section; of other wishes only alternatives with it go. */
export function withoutSection(plan: Plan, id: number): Plan {
  const stays = plan.wishes.filter((wish) => !wish[0]?.includes(id))
  const wishes = stays.map((wish) => wish.filter((option) => !option.includes(id)))
  return { ...plan, wishes }
}

/** The wish that is known by `id` put to place `to`, 0 first; beyond an end it stays at the end. */
export function moved(plan: Plan, id: number, to: number): Plan {
  const wish = plan.wishes.find((one) => idOf(one) === id)
  if (!wish) return plan
  const rest = plan.wishes.filter((one) => one !== wish)
  const place = Math.max(0, Math.min(to, rest.length))
  return { ...plan, wishes: [...rest.slice(0, place), wish, ...rest.slice(place)] }
}

/** The wish that is known by `id` with one more alternative, the last. */
export function withAlternative(plan: Plan, id: number, option: Together): Plan {
  return changed(plan, id, (wish) =>
    wish.length >= MOST_ALTERNATIVES || wish.some((other) => sameSet(other, option))
      ? wish
      : [...wish, option],
  )
}

const sameSet = (one: Together, other: Together): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))

/** The alternative at `place` of a wish tried before the one ahead of it. */
export function withEarlier(plan: Plan, id: number, place: number): Plan {
  return changed(plan, id, (wish) => {
    const [one, other] = [wish[place - 1], wish[place]]
    return one && other ? [...wish.slice(0, place - 1), other, one, ...wish.slice(place + 1)] : wish
  })
}

/** Without the alternative at `place` of a wish; the last one stays. */
export function withoutAlternative(plan: Plan, id: number, place: number): Plan {
  return changed(plan, id, (wish) => (wish.length > 1 ? wish.filter((_, i) => i !== place) : wish))
}

function changed(plan: Plan, id: number, change: (wish: Wish) => Wish): Plan {
  const wishes = plan.wishes.map((wish) => (idOf(wish) === id ? change(wish) : wish))
  return { ...plan, wishes }
}
