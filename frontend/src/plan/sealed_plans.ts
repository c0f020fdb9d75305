/** Plans outlive a logout: sealed with a key that their owner gets anew at the next login. */
import { getBrowserKey } from '@/api/browser_key'
import { keepOwn, keptOwn } from '@/api/own_store'
import { allPlans, loadPlan, planKey, readPlan, savePlan, withWish } from './plan'
import { canSeal, seal, unseal } from './sealed'

const KEY = 'browser-key'
const sealedFor = (person: number): string => `sealed-plan:${person}`
const knownKey = (): string | undefined =>
  keptOwn<string>(KEY, (key) => typeof key === 'string')?.value

let sealing: Promise<void> = Promise.resolve()

/** Seal all plans of `person` as they are now. */
export function sealPlans(person: number): Promise<void> {
  const key = knownKey()
  if (!key) return sealing // not before what was sealed last has been brought back
  const text = JSON.stringify(allPlans(localStorage))
  sealing = sealing
    .then(async () => localStorage.setItem(sealedFor(person), await seal(key, text)))
    .catch(() => undefined) // a full store costs only the copy
  return sealing
}

/** After a login, bring back what was sealed at the last one; `stays` tells whether they are still here. */
export async function unsealPlans(person: number, stays: () => boolean): Promise<void> {
  if (knownKey() || !canSeal()) return
  const key = await getBrowserKey()
  const sealed = localStorage.getItem(sealedFor(person))
  const text = sealed && (await unseal(key, sealed))
  if (!stays()) return
  const plans = JSON.parse(text || '{}') as Record<string, unknown>
  for (const [term, kept] of Object.entries(plans)) {
    const begun = loadPlan(localStorage, planKey(term))
    savePlan(localStorage, planKey(term), begun.wishes.reduce(withWish, readPlan(kept)))
  }
  keepOwn(KEY, key)
  await sealPlans(person)
}
