/** What a course requires as a form has it, and the other way round. */
import type { CourseRequirements, WantedRequirements } from '@/api/requirements'
import { namesIn } from '@/rounds/rounds'

export interface Draft {
  prerequisite: string
  corequisite: string
  /** Codes and names, separated by commas. */
  exclusions: string
  groups: string
  tags: string
  repeats: boolean
}

const LIST = ', '

export const draftOf = (said: CourseRequirements): Draft => ({
  prerequisite: said.prerequisite,
  corequisite: said.corequisite,
  exclusions: said.exclusions.join(LIST),
  groups: said.groups.join(LIST),
  tags: said.tags.join(LIST),
  repeats: said.repeats,
})

export const wantedOf = (draft: Draft): WantedRequirements => ({
  prerequisite: draft.prerequisite.trim(),
  corequisite: draft.corequisite.trim(),
  exclusions: namesIn(draft.exclusions),
  groups: namesIn(draft.groups),
  tags: namesIn(draft.tags),
  repeats: draft.repeats,
})

/** The first problem of each list, whose places are told by their number: `groups[1]`. */
export function listProblems(problems: Record<string, string>): Record<string, string> {
  const named = Object.entries(problems).map(([where, text]) => [
    where.replace(/\[\d+\]$/u, ''),
    text,
  ])
  return Object.fromEntries(named.reverse()) as Record<string, string>
}
