/** What a student is told of changes to sections that are held. */
import { student, type paths } from './student'
import type { Answer } from './types'

export type Notice = Answer<paths, '/notices', 'get'>['items'][number]
export type News = Notice['news']

export type Notices = Answer<paths, '/notices', 'get'>
/** A round that ended with too few credits. */
export type Below = NonNullable<Notices['below']>[number]

export const listNotices = (): Promise<Notices> => student('get', '/notices', {})

export const readNotices = (ids: number[], rounds: number[]): Promise<undefined> =>
  student('post', '/notices/read', { body: { ids, rounds } })
