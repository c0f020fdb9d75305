/** What is settled for everybody, for administrators. */
import { auth } from './auth'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export type Settings = Answer<paths, '/settings', 'get'>
export type SettingChanges = Body<paths, '/settings', 'patch'>

export const getSettings = (): Promise<Settings> => auth('get', '/settings', {})

export const changeSettings = (body: SettingChanges): Promise<Settings> =>
  auth('patch', '/settings', { body })
