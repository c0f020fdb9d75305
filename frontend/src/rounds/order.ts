/** In which order the requests of a round are decided, as forms and tables have it. */
import type { NewRound } from '@/api/rounds'
import { namesIn } from './rounds'

export type Policy = NonNullable<NewRound['policy']>
export type Priority = NonNullable<NewRound['priorities']>[number]

export const POLICIES: readonly Policy[] = [
  'first_come',
  'lottery',
  'early_lottery',
  'groups',
  'groups_lottery',
  'ranked',
  'serial',
]
const NEED_PRIORITIES: readonly Policy[] = ['groups', 'groups_lottery']
const TAKE_PRIORITIES: readonly Policy[] = [...NEED_PRIORITIES, 'ranked', 'serial']
const TAG = '#'

export const needsPriorities = (policy: Policy): boolean => NEED_PRIORITIES.includes(policy)
export const takesPriorities = (policy: Policy): boolean => TAKE_PRIORITIES.includes(policy)

/** `CS-4, #honours`: groups by name, tags after a `#`. */
export const prioritiesText = (priorities: readonly Priority[]): string =>
  priorities.map(({ kind, name }) => (kind === 'tag' ? TAG + name : name)).join(', ')

export const prioritiesIn = (text: string): Priority[] =>
  namesIn(text).map((name) =>
    name.startsWith(TAG)
      ? { kind: 'tag', name: name.slice(TAG.length).trim() }
      : { kind: 'group', name },
  )
