/** Holds: for administrators those of everybody, for a student the own ones. */
import { student, type paths as studentPaths } from './student'
import { teacher, type paths } from './teacher'
import type { Answer, Body, Query } from './types'

export type HoldPage = Answer<paths, '/holds', 'get'>
export type Hold = HoldPage['items'][number]
export type NewHold = Body<paths, '/holds', 'post'>
export type HoldQuery = Query<paths, '/holds', 'get'>
export type OwnHold = Answer<studentPaths, '/holds', 'get'>['items'][number]

export const listHolds = (query: HoldQuery): Promise<HoldPage> =>
  teacher('get', '/holds', { query })

export const placeHold = (body: NewHold) => teacher('post', '/holds', { body })

export const liftHold = (id: number): Promise<Hold> =>
  teacher('delete', '/holds/{hold_id}', { path: { hold_id: id } })

export const ownHolds = () => student('get', '/holds', {})
