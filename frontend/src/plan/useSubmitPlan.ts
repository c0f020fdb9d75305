/** The whole plan as one list, in its order; each section gets its own answer. */
import { computed, shallowRef } from 'vue'
import { isTicket } from '@/api/selections'
import type { NotTaken, Selection } from '@/api/selections'
import { useAction } from '@/app/useAction'
import { useLine } from '@/line/useLine'
import { useSubmit } from '@/line/useSubmit'
import { useTimetable } from '@/timetable/useTimetable'
import { usePlan } from './usePlan'

export function useSubmitPlan() {
  const { plan } = usePlan()
  const { isHeld } = useTimetable()
  const { waitingFor } = useLine()
  const { submit, tryingAgain } = useSubmit()
  const { busy, error, run } = useAction()
  const replies = shallowRef<ReadonlyMap<number, NotTaken>>(new Map())

  /** What is still to be asked for. */
  const open = computed(() => plan.value.filter((id) => !isHeld(id) && !waitingFor(id)))

  async function submitPlan(): Promise<void> {
    const wanted = open.value
    const list = wanted.map((section_id): Selection => ({ action: 'select', section_id }))
    await run(async () => {
      const told = await submit(list)
      replies.value = new Map(
        told.flatMap((reply, i) => (isTicket(reply) ? [] : [[wanted[i] ?? 0, reply] as const])),
      )
    })
  }

  return { submitPlan, open, replies, busy, error, tryingAgain }
}
