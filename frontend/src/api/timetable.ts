/** What a student holds. */
import { student } from './student'
import type { paths } from './student'
import type { Answer } from './types'

export type Timetable = Answer<paths, '/timetable', 'get'>

export const getTimetable = (): Promise<Timetable> => student('get', '/timetable', {})
