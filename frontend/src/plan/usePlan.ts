/** The plan of whoever is logged in, for the term one looks at; the same in every tab. */
import { computed, shallowRef, watch } from 'vue'
import { useSession } from '@/api/session'
import { shared } from '@/app/shared'
import { useTerm } from '@/catalogue/useTerm'
import { loadPlan, moved, planKey, savePlan, withSection, withoutSection } from './plan'
import type { Plan } from './plan'

const plan = shallowRef<Plan>([])
const kept = shallowRef('') // the key under which `plan` is kept

addEventListener('storage', (event) => {
  if (event.key === kept.value) plan.value = loadPlan(localStorage, kept.value)
})

function change(next: Plan): void {
  plan.value = next
  if (kept.value) savePlan(localStorage, kept.value, next)
}

export const usePlan = shared(() => {
  const { person } = useSession()
  const { term } = useTerm()
  watch(
    () => (person.value && term.value ? planKey(person.value.username, term.value.code) : ''),
    (key) => {
      if (key === kept.value) return
      kept.value = key
      plan.value = key ? loadPlan(localStorage, key) : []
    },
    { immediate: true },
  )
  return {
    plan: computed(() => plan.value),
    isPlanned: (id: number): boolean => plan.value.includes(id),
    add: (id: number): void => change(withSection(plan.value, id)),
    remove: (id: number): void => change(withoutSection(plan.value, id)),
    move: (id: number, to: number): void => change(moved(plan.value, id, to)),
  }
})
