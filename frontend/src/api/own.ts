/** One's own sessions and recovery codes. */
import { auth } from './auth'
import type { paths } from './generated/auth'
import type { Answer } from './types'

export type Session = Answer<paths, '/sessions', 'get'>['items'][number]

export const listSessions = async (): Promise<Session[]> =>
  (await auth('get', '/sessions', {})).items

export const endSession = (id: string): Promise<undefined> =>
  auth('delete', '/sessions/{id}', { path: { id } })

export const endOtherSessions = (): Promise<{ ended: number }> => auth('delete', '/sessions', {})

export const renewRecoveryCodes = async (password: string, code: string): Promise<string[]> =>
  (await auth('post', '/me/recovery-codes', { body: { password, code } })).recovery_codes
