// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetOwn } from '@/api/own_store'
import { NO_PLAN, idOf, loadPlan, planKey, savePlan, withSection } from './plan'
import { sealPlans, unsealPlans } from './sealed_plans'

const ALICE = 7
const plan = (): number[] => loadPlan(localStorage, planKey('F24')).wishes.map(idOf)
const keep = (...sections: number[]): boolean =>
  savePlan(localStorage, planKey('F24'), sections.reduce(withSection, NO_PLAN))
const here = (): boolean => true

/** The server, which knows alice's key. */
function serve(key = btoa('k'.repeat(32))): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ key }))))
}

function planAndSeal(...sections: number[]): Promise<void> {
  keep(...sections)
  return sealPlans(ALICE)
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('isSecureContext', true)
  serve()
})
afterEach(() => vi.unstubAllGlobals())

describe('a plan', () => {
  it('cannot be read after a logout, and is back after the next login', async () => {
    await unsealPlans(ALICE, here)
    await planAndSeal(72013, 5)
    forgetOwn()
    expect(JSON.stringify({ ...localStorage })).not.toContain('72013')
    expect(plan()).toEqual([])
    await unsealPlans(ALICE, here)
    expect(plan()).toEqual([72013, 5])
  })

  it('goes on with what was added before it was back', async () => {
    await unsealPlans(ALICE, here)
    await planAndSeal(1, 2)
    forgetOwn()
    keep(3, 2)
    await unsealPlans(ALICE, here)
    expect(plan()).toEqual([1, 2, 3])
  })

  it('brings nothing back that was removed since the login', async () => {
    await unsealPlans(ALICE, here)
    await planAndSeal(1, 2)
    keep(2)
    await unsealPlans(ALICE, here)
    expect(plan()).toEqual([2])
  })

  it('stays sealed for others, and for one who has left meanwhile', async () => {
    await unsealPlans(ALICE, here)
    await planAndSeal(1)
    forgetOwn()
    await unsealPlans(ALICE, () => false)
    expect(plan()).toEqual([])
    serve(btoa('x'.repeat(32)))
    await unsealPlans(ALICE, here)
    expect(plan()).toEqual([])
  })
})
