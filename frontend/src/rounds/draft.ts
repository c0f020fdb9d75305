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
  /** Credits; nothing is no limit. */
  earnedFrom: string
  earnedTo: string
  /** User names or ids; null leaves those whom it names. */
  students: string | null
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

/** Students whom a round names, as the data node takes them. */
export const MOST_STUDENTS = 10_000

export type Fault = 'noMoment' | 'notLater' | 'noAction' | 'order' | 'tooMany'
export type Faults = Partial<Record<'opens' | 'closes' | 'actions' | 'earned' | 'students', Fault>>

export const NO_DRAFT: Readonly<Draft> = {
  name: '',
  opens: '',
  closes: '',
  actions: [...ACTIONS],
  groups: '',
  tags: '',
  earnedFrom: '',
  earnedTo: '',
  students: '',
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
    earnedFrom: String(round.earned_from ?? ''),
    earnedTo: String(round.earned_to ?? ''),
    students: round.named ? null : '',
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
  const [least, most] = [limitIn(draft.earnedFrom), limitIn(draft.earnedTo)]
  if (least !== null && most !== null && most < least) faults.earned = 'order'
  if (studentsIn(draft.students ?? '').length > MOST_STUDENTS) faults.students = 'tooMany'
  return faults
}

/** The round of a draft that has no faults. */
export function roundOf(draft: Draft, zone: string): NewRound {
  return {
    name: draft.name.trim(),
    opens_at: secondsIn(zone, draft.opens) ?? 0,
    closes_at: secondsIn(zone, draft.closes) ?? 0,
    actions: ACTIONS.filter((action) => draft.actions.includes(action)),
    groups: namesIn(draft.groups),
    tags: namesIn(draft.tags),
    earned_from: limitIn(draft.earnedFrom),
    earned_to: limitIn(draft.earnedTo),
    ...(draft.students === null ? {} : { students: studentsIn(draft.students) }),
    section_limit: limitIn(draft.sections),
    credit_limit: limitIn(draft.credits),
    policy: draft.policy,
    priorities: takesPriorities(draft.policy) ? prioritiesIn(draft.first) : [],
    early_seconds: draft.policy === 'early_lottery' ? limitIn(draft.early) : null,
    below_minimum: draft.belowMinimum,
  }
}

const limitIn = (text: string): number | null => (text.trim() ? Number(text) : null)

/** The names in a pasted list, each once. */
export const studentsIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;，；、]+/u).filter(Boolean)),
]
