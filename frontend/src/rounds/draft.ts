/** A round as a form has it, and the other way round. */
import type { NewRound, Round } from '@/api/rounds'
import { localIn, secondsIn } from './local_time'
import { prioritiesIn, prioritiesText, takesPriorities, type Policy } from './order'
import { ACTIONS, namesIn, type RoundAction } from './rounds'

export interface Draft {
  name: string
  /** `YYYY-MM-DDTHH:MM` by the clocks on campus. */
  opens: string
  closes: string
  actions: RoundAction[]
  /** Names, separated by commas. */
  groups: string
  tags: string
  /** Numbers; nothing is no limit. */
  sections: string
  credits: string
  policy: Policy
  /** Who goes first, as `prioritiesText` writes it. */
  first: string
  /** Seconds after the opening. */
  early: string
  belowMinimum: boolean
}

export type Fault = 'noMoment' | 'notLater' | 'noAction'
export type Faults = Partial<Record<'opens' | 'closes' | 'actions', Fault>>

export const NO_DRAFT: Readonly<Draft> = {
  name: '',
  opens: '',
  closes: '',
  actions: [...ACTIONS],
  groups: '',
  tags: '',
  sections: '',
  credits: '',
  policy: 'first_come',
  first: '',
  early: '',
  belowMinimum: false,
}

export function draftOf(round: Round, zone: string): Draft {
  return {
    name: round.name,
    opens: localIn(zone, round.opens_at),
    closes: localIn(zone, round.closes_at),
    actions: [...round.actions],
    groups: round.groups.join(', '),
    tags: round.tags.join(', '),
    sections: String(round.section_limit ?? ''),
    credits: String(round.credit_limit ?? ''),
    policy: round.policy,
    first: prioritiesText(round.priorities),
    early: String(round.early_seconds ?? ''),
    belowMinimum: round.below_minimum,
  }
}

/** What is wrong with a draft, by field. */
export function faultsOf(draft: Draft, zone: string): Faults {
  const opens = secondsIn(zone, draft.opens)
  const closes = secondsIn(zone, draft.closes)
  const faults: Faults = {}
  if (opens === null) faults.opens = 'noMoment'
  if (closes === null) faults.closes = 'noMoment'
  else if (opens !== null && closes <= opens) faults.closes = 'notLater'
  if (!draft.actions.length) faults.actions = 'noAction'
  return faults
}

/** The round of a draft that has no faults. */
export function roundOf(draft: Draft, zone: string): NewRound {
  const limit = (text: string): number | null => (text.trim() ? Number(text) : null)
  return {
    name: draft.name.trim(),
    opens_at: secondsIn(zone, draft.opens) ?? 0,
    closes_at: secondsIn(zone, draft.closes) ?? 0,
    actions: ACTIONS.filter((action) => draft.actions.includes(action)),
    groups: namesIn(draft.groups),
    tags: namesIn(draft.tags),
    section_limit: limit(draft.sections),
    credit_limit: limit(draft.credits),
    policy: draft.policy,
    priorities: takesPriorities(draft.policy) ? prioritiesIn(draft.first) : [],
    early_seconds: draft.policy === 'early_lottery' ? limit(draft.early) : null,
    below_minimum: draft.belowMinimum,
  }
}
