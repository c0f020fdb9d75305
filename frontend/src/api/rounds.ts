/** The rounds of a term, for administrators. */
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type Rounds = Answer<paths, '/terms/{code}/rounds', 'get'>
export type Round = Rounds['items'][number]
export type NewRound = Body<paths, '/terms/{code}/rounds', 'post'>

export const listRounds = (code: string): Promise<Rounds> =>
  teacher('get', '/terms/{code}/rounds', { path: { code } })

export const createRound = (code: string, body: NewRound): Promise<Round> =>
  teacher('post', '/terms/{code}/rounds', { path: { code }, body })

export const changeRound = (id: number, body: NewRound): Promise<Round> =>
  teacher('patch', '/rounds/{round_id}', { path: { round_id: id }, body })

export const deleteRound = (id: number): Promise<Round> =>
  teacher('delete', '/rounds/{round_id}', { path: { round_id: id } })

type Named = Answer<paths, '/rounds/{round_id}/students', 'get'>

/** The students whom a round names. */
export const getRoundStudents = (id: number): Promise<Named> =>
  teacher('get', '/rounds/{round_id}/students', { path: { round_id: id } })

export type Draw = Answer<paths, '/rounds/{round_id}/draw', 'get'>

/** How a draw went: its first `limit` requests. */
export const getDraw = (id: number, limit: number): Promise<Draw> =>
  teacher('get', '/rounds/{round_id}/draw', { path: { round_id: id }, query: { limit } })

export const closeRound = (id: number): Promise<Round> =>
  teacher('post', '/rounds/{round_id}/close', { path: { round_id: id } })

export const decideRound = (id: number): Promise<Round> =>
  teacher('post', '/rounds/{round_id}/decide', { path: { round_id: id } })
