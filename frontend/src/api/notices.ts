/** What a student is told of changes to sections that are held. */
import { student, type paths } from './student'
import type { Answer } from './types'

export type Notice = Answer<paths, '/notices', 'get'>['items'][number]
export type News = Notice['news']

export const listNotices = async (): Promise<Notice[]> =>
  (await student('get', '/notices', {})).items

export const readNotices = (ids: number[]): Promise<undefined> =>
  student('post', '/notices/read', { body: { ids } })
