/** Many sections given to one teacher, or to nobody, by administrators. */
import { auth } from './auth'
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type Assignment = Body<paths, '/sections/assignment', 'post'>
export type AssignmentReport = Answer<paths, '/sections/assignment', 'post'>

/** A teacher's account, as far as one needs it to choose. */
export interface Teacher {
  username: string
  name: string
}

const MOST_SHOWN = 20

/** What an assignment would do; nothing is changed. */
export const previewAssignment = (body: Assignment): Promise<AssignmentReport> =>
  teacher('post', '/sections/assignment', { body, query: { dry_run: true } })

export const assignSections = (body: Assignment): Promise<AssignmentReport> =>
  teacher('post', '/sections/assignment', { body })

export const searchTeachers = async (search: string): Promise<Teacher[]> =>
  (await auth('get', '/users', { query: { role: 'teacher', search, limit: MOST_SHOWN } })).items
