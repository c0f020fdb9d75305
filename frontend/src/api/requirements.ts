/** What courses require: for staff as it is said, for a student with what of it is there. */
import { student, type paths as studentPaths } from './student'
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type CourseRequirements = Answer<paths, '/courses/{course_id}/requirements', 'get'>
export type WantedRequirements = Body<paths, '/courses/{course_id}/requirements', 'put'>
export type SavedRequirements = Answer<paths, '/courses/{course_id}/requirements', 'put'>
export type OwnRequirements = Answer<studentPaths, '/sections/{section_id}/requirements', 'get'>
export type NeedLine = OwnRequirements['prerequisite'][number]

export const getRequirements = (course: number): Promise<CourseRequirements> =>
  teacher('get', '/courses/{course_id}/requirements', { path: { course_id: course } })

export const putRequirements = (
  course: number,
  body: WantedRequirements,
): Promise<SavedRequirements> =>
  teacher('put', '/courses/{course_id}/requirements', { path: { course_id: course }, body })

export const ownRequirements = (section: number): Promise<OwnRequirements> =>
  student('get', '/sections/{section_id}/requirements', { path: { section_id: section } })
