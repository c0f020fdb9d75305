/** What a student means to take, in the order of asking. Kept in this browser, for each term. */

import { ownKey } from '@/api/own_store'

export const LONGEST_PLAN = 50 // sections; the longest list that the server takes at once

export type Plan = readonly number[]

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
    const kept: unknown = JSON.parse(store.getItem(key) ?? '[]')
    return Array.isArray(kept) ? [...new Set(kept.filter(Number.isSafeInteger) as number[])] : []
  } catch {
    return []
  }
}

/** Whether it could be kept; a full or forbidden store must not stop anybody. */
export function savePlan(store: Store, key: string, plan: Plan): boolean {
  try {
    store.setItem(key, JSON.stringify(plan))
    return true
  } catch {
    return false
  }
}

export function withSection(plan: Plan, id: number): Plan {
  return plan.includes(id) || plan.length >= LONGEST_PLAN ? plan : [...plan, id]
}

export function withoutSection(plan: Plan, id: number): Plan {
  return plan.filter((other) => other !== id)
}

/** `id` put to place `to`, 0 first; beyond an end it stays at the end. */
export function moved(plan: Plan, id: number, to: number): Plan {
  if (!plan.includes(id)) return plan
  const rest = withoutSection(plan, id)
  const place = Math.max(0, Math.min(to, rest.length))
  return [...rest.slice(0, place), id, ...rest.slice(place)]
}
