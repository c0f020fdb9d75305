/** The teacher node's routes, for the files that give them names. */
import { callerOf } from './client'
import type { paths } from './generated/teacher'

export type { paths } from './generated/teacher'
export const teacher = callerOf<paths>('teacher')
