/** The plan of whoever is logged in, for the term one looks at; the same in every tab. */
import { computed, shallowRef, watch } from 'vue'
import { useSession } from '@/api/session'
import { shared } from '@/app/shared'
import { useTerm } from '@/catalogue/useTerm'
import { loadPlan, moved, planKey, savePlan, withSection, withoutSection } from './plan'
import type { Plan } from './plan'
import { sealPlans, unsealPlans } from './sealed_plans'

const plan = shallowRef<Plan>([])
const kept = shallowRef('') // the key under which `plan` is kept

const { person } = useSession()

function load(): void {
  plan.value = kept.value ? loadPlan(localStorage, kept.value) : []
}

addEventListener('storage', (event) => {
  if (event.key === kept.value) load()
})

function change(next: Plan): void {
  plan.value = next
  if (!kept.value || !person.value) return
  savePlan(localStorage, kept.value, next)
  void sealPlans(person.value.id)
}

/** What was planned before the last logout comes back; without a network it does so another time. */
async function bringBack(id: number): Promise<void> {
  await unsealPlans(id, () => person.value?.id === id).catch(() => undefined)
  load()
}

export const usePlan = shared(() => {
  const { term } = useTerm()
  watch(
    () => (person.value && term.value ? planKey(term.value.code) : ''),
    (key) => {
      kept.value = key
      load()
    },
    { immediate: true },
  )
  watch(
    () => person.value?.id,
    (id) => {
      if (id !== undefined) void bringBack(id)
    },
    { immediate: true },
  )
  return {
    plan: computed(() => plan.value),
    isPlanned: (id: number): boolean => plan.value.includes(id),
    add: (id: number): void => change(withSection(plan.value, id)),
    remove: (id: number): void => change(withoutSection(plan.value, id)),
    putBack: (id: number, place: number): void =>
      change(moved(withSection(plan.value, id), id, place)),
    move: (id: number, to: number): void => change(moved(plan.value, id, to)),
  }
})
