/** The plan of whoever is logged in, for the term one looks at; the same in every tab. */
import { computed, shallowRef, watch } from 'vue'
import { useSession } from '@/api/session'
import { shared } from '@/app/shared'
import { useTerm } from '@/catalogue/useTerm'
import {
  NO_PLAN,
  idOf,
  loadPlan,
  moved,
  placeOf,
  planKey,
  savePlan,
  sectionsOf,
  withAlternative,
  withCredits,
  withEarlier,
  withWish,
  withoutAlternative,
  withoutSection,
} from './plan'
import type { Plan, Together, Wish } from './plan'
import { sealPlans, unsealPlans } from './sealed_plans'

const plan = shallowRef<Plan>(NO_PLAN)
const kept = shallowRef('') // the key under which `plan` is kept

const { person } = useSession()

function load(): void {
  plan.value = kept.value ? loadPlan(localStorage, kept.value) : NO_PLAN
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
    wishes: computed(() => plan.value.wishes),
    /** The sections of everybody's best alternative: the week as it is meant. */
    best: computed(() => plan.value.wishes.flatMap((wish) => wish[0] ?? [])),
    /** Every section that is named. */
    named: computed(() => plan.value.wishes.flatMap(sectionsOf)),
    isPlanned: (id: number): boolean => placeOf(plan.value, id) >= 0,
    add: (...together: number[]): void => change(withWish(plan.value, [together])),
    remove: (id: number): void => change(withoutSection(plan.value, id)),
    putBack: (wish: Wish, place: number): void =>
      change(moved(withWish(plan.value, wish), idOf(wish), place)),
    move: (id: number, to: number): void => change(moved(plan.value, id, to)),
    setWhole: (whole: boolean): void => change({ ...plan.value, whole }),
    setWait: (wait: boolean): void => change({ ...plan.value, wait }),
    setCredits: (id: number, wanted: number | undefined): void =>
      change(withCredits(plan.value, id, wanted)),
    addAlternative: (id: number, option: Together): void =>
      change(withAlternative(plan.value, id, option)),
    tryEarlier: (id: number, place: number): void => change(withEarlier(plan.value, id, place)),
    removeAlternative: (id: number, place: number): void =>
      change(withoutAlternative(plan.value, id, place)),
  }
})
