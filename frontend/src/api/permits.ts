/** Exceptions for one student in one section, for teachers and administrators. */
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type Permits = Answer<paths, '/sections/{section_id}/permits', 'get'>
export type Permit = Permits['items'][number]
export type PermitKind = Permit['kinds'][number]
export type NewPermit = Body<paths, '/sections/{section_id}/permits', 'post'>

const at = (id: number) => ({ path: { section_id: id } })

export const listPermits = (section: number): Promise<Permits> =>
  teacher('get', '/sections/{section_id}/permits', at(section))

export const grantPermit = (section: number, body: NewPermit): Promise<Permit> =>
  teacher('post', '/sections/{section_id}/permits', { ...at(section), body })

export const revokePermit = (id: number): Promise<Permit> =>
  teacher('delete', '/permits/{permit_id}', { path: { permit_id: id } })
