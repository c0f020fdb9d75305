/** The student node's routes, for the files that give them names. */
import { callerOf } from './client'
import type { paths } from './generated/student'

export type { paths } from './generated/student'
export const student = callerOf<paths>('student')
