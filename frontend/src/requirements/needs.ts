/** Needs as a tree, from the lines in which a node tells them. */
import type { NeedLine, OwnRequirements } from '@/api/requirements'

export interface Need extends NeedLine {
  parts: Need[]
}

/** The needs of lines; what is deeper belongs to the line before it that is less deep. */
export function treeOf(lines: readonly NeedLine[]): Need[] {
  const top: Need[] = []
  const open: Need[] = []
  for (const line of lines) {
    const need = { ...line, parts: [] }
    open.length = line.depth
    const parent = open[line.depth - 1]
    ;(parent ? parent.parts : top).push(need)
    open.push(need)
  }
  return top
}

/** Whether there is anything to tell a student about a course. */
export const asksSomething = (own: OwnRequirements): boolean =>
  own.prerequisite.length +
    own.corequisite.length +
    own.exclusions.length +
    own.groups.length +
    own.tags.length >
    0 || own.passed
