/** A permit as a form has it, and as the node takes it. */
import type { NewPermit, PermitKind } from '@/api/permits'
import { secondsIn } from '@/rounds/local_time'

export const KINDS: readonly PermitKind[] = ['over_capacity', 'prerequisite', 'clash', 'credit']

export interface Draft {
  student: string
  kinds: PermitKind[]
  reason: string
  /** `YYYY-MM-DDTHH:MM` by the clocks on campus; nothing is for ever. */
  until: string
}

export type Faults = Partial<Record<'kinds' | 'until', 'noKind' | 'noMoment'>>

/** What is wrong with a draft, by field. */
export function faultsOf({ kinds, until }: Draft, zone: string): Faults {
  const faults: Faults = {}
  if (!kinds.length) faults.kinds = 'noKind'
  if (until && secondsIn(zone, until) === null) faults.until = 'noMoment'
  return faults
}

/** The permit of a draft that has no faults. */
export function permitOf(draft: Draft, zone: string): NewPermit {
  return {
    student: draft.student.trim(),
    kinds: KINDS.filter((kind) => draft.kinds.includes(kind)),
    reason: draft.reason.trim(),
    until: draft.until ? secondsIn(zone, draft.until) : null,
  }
}
