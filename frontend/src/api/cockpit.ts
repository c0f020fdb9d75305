/** The line on registration day: how it moves, stopping it, who is well. */
import { send } from './client'
import { Problem } from './problem'
import { teacher, type paths } from './teacher'
import type { Answer } from './types'

export type LineState = Answer<paths, '/selection', 'get'>
export type Pause = NonNullable<LineState['paused']>

export type OutcomeCount = Answer<paths, '/outcomes/counts', 'get'>['items'][number]

export interface Health {
  service: string
  status: string
  trouble: Record<string, string>
}

export type Door = 'auth' | 'teacher' | 'student'

export const getLine = (): Promise<LineState> => teacher('get', '/selection', {})

export const pauseLine = (reason: string): Promise<LineState> =>
  teacher('post', '/selection/pause', { body: { reason } })

export const resumeLine = (): Promise<LineState> => teacher('post', '/selection/resume', {})

export const getOutcomeCounts = async (term: string): Promise<OutcomeCount[]> =>
  (await teacher('get', '/outcomes/counts', { query: { term } })).items

export const removeRehearsal = (code: string): Promise<undefined> =>
  teacher('delete', '/rehearsals/{code}', { path: { code } })

/** What a node says of itself; a degraded one answers with an error status. */
export async function getHealth(door: Door): Promise<Health> {
  try {
    return (await (await send(`/${door}/health`)).json()) as Health
  } catch (error) {
    if (error instanceof Problem && error.status) return offline(door, error.detail)
    return offline(door, '')
  }
}

function offline(door: Door, detail: string): Health {
  return { service: door, status: 'offline', trouble: detail ? { door: detail } : {} }
}
