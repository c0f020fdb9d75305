/** What a student holds. */
import { addressOf, send } from './client'
import { student } from './student'
import type { paths } from './student'
import type { Answer } from './types'

export type Timetable = Answer<paths, '/timetable', 'get'>

/** What one waits for, and where one stands. */
export type OwnPlace = NonNullable<Timetable['waiting']>[number]

export const getTimetable = (): Promise<Timetable> => student('get', '/timetable', {})

/** The classes of a term as the node writes them for calendars. */
export const getCalendar = async (term: string): Promise<Blob> =>
  (await send(addressOf('student', '/timetable.ics', { query: { term } }))).blob()

/** Since when one's calendar has a secret address. */
export const getFeed = (): Promise<Answer<paths, '/timetable/feed', 'get'>> =>
  student('get', '/timetable/feed', {})

/** A new address, told this once; the one before ends. */
export const makeFeed = (): Promise<Answer<paths, '/timetable/feed', 'post'>> =>
  student('post', '/timetable/feed', {})

export const revokeFeed = (): Promise<unknown> => student('delete', '/timetable/feed', {})
