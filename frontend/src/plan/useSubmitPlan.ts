/** The plan as one request: decided in one turn, with an answer to each wish. */
import { computed } from 'vue'
import { useAction } from '@/app/useAction'
import { useLine } from '@/line/useLine'
import { useSubmit } from '@/line/useSubmit'
import { useTimetable } from '@/timetable/useTimetable'
import { creditsOf, listed, sectionsOf } from './plan'
import type { Wish } from './plan'
import { usePlan } from './usePlan'

export function useSubmitPlan() {
  const { plan } = usePlan()
  const { isHeld, placeOf } = useTimetable()
  const { waitingFor } = useLine()
  const { submit, tryingAgain } = useSubmit()
  const { busy, error, run } = useAction()

  const isGiven = (wish: Wish): boolean => wish.some((option) => option.every(isHeld))

  /** What is still to be asked for. */
  const open = computed(() =>
    plan.value.wishes.filter(
      (wish) => !isGiven(wish) && !sectionsOf(wish).some((id) => waitingFor(id) ?? placeOf(id)),
    ),
  )

  async function submitPlan(): Promise<void> {
    const { whole, wait } = plan.value
    const asked = { wishes: listed(open.value), all_or_nothing: whole, wait }
    const credits_of = creditsOf(plan.value, open.value)
    await run(() => submit([{ action: 'plan', ...asked, credits_of }]))
  }

  return { submitPlan, open, isGiven, busy, error, tryingAgain }
}
