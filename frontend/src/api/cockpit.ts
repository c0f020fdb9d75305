/** The line on registration day: how it moves, stopping it, who is well. */
import { teacher, type paths } from './teacher'
import type { Answer } from './types'

export type LineState = Answer<paths, '/selection', 'get'>
export type Pause = NonNullable<LineState['paused']>

export type OutcomeCount = Answer<paths, '/outcomes/counts', 'get'>['items'][number]

/** One second of the line, by the queue node's clock. */
export type LineSecond = Answer<paths, '/selection/figures', 'get'>['seconds'][number]
export type LineFigures = Answer<paths, '/selection/figures', 'get'>

/** How one copy of a node is. */
export type NodeCopy = Answer<paths, '/nodes', 'get'>['items'][number]

export const getLine = (): Promise<LineState> => teacher('get', '/selection', {})

/** The whole seconds that began after `after`, of the last five minutes at most. */
export const getFigures = (after: number): Promise<LineFigures> =>
  teacher('get', '/selection/figures', { query: { after } })

export const getNodes = async (): Promise<NodeCopy[]> => (await teacher('get', '/nodes', {})).items

export const pauseLine = (reason: string): Promise<LineState> =>
  teacher('post', '/selection/pause', { body: { reason } })

export const resumeLine = (): Promise<LineState> => teacher('post', '/selection/resume', {})

export const getOutcomeCounts = async (term: string): Promise<OutcomeCount[]> =>
  (await teacher('get', '/outcomes/counts', { query: { term } })).items

export const removeRehearsal = (code: string): Promise<undefined> =>
  teacher('delete', '/rehearsals/{code}', { path: { code } })
