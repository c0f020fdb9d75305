/** What the student who is logged in took before. */
import { student, type paths } from './student'
import type { Answer } from './types'

export type AcademicRecord = Answer<paths, '/history', 'get'>

export const getRecord = (): Promise<AcademicRecord> => student('get', '/history', {})
