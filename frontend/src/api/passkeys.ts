/** Passkeys: what browsers are asked for, what they bring, and the list of one's own. */
import { auth, type LoginAnswer } from './auth'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export type CreationOptions = Answer<paths, '/passkeys/setup', 'post'>
export type RequestOptions = Answer<paths, '/login/passkey/options', 'post'>
export type Creation = Answer<paths, '/me/passkeys/options', 'post'>
export type NewPasskey = Body<paths, '/me/passkeys', 'post'>
export type ShownPasskey = Body<paths, '/login/passkey', 'post'>
export type PasskeyList = Answer<paths, '/me/passkeys', 'get'>
export type Passkey = PasskeyList['items'][number]
export type AddedPasskey = Answer<paths, '/me/passkeys', 'post'>

export const askPasskey = (challenge: string): Promise<RequestOptions> =>
  auth('post', '/login/passkey/options', { body: { challenge } })

export const answerPasskey = (body: ShownPasskey): Promise<LoginAnswer> =>
  auth('post', '/login/passkey', { body })

export const startPasskey = (challenge: string): Promise<CreationOptions> =>
  auth('post', '/passkeys/setup', { body: { challenge } })

export const confirmPasskey = (body: NewPasskey): Promise<LoginAnswer> =>
  auth('post', '/passkeys/confirm', { body })

export const listPasskeys = (): Promise<PasskeyList> => auth('get', '/me/passkeys', {})

export const beginPasskey = (password: string): Promise<Creation> =>
  auth('post', '/me/passkeys/options', { body: { password } })

export const addPasskey = (body: NewPasskey): Promise<AddedPasskey> =>
  auth('post', '/me/passkeys', { body })

export const renamePasskey = (id: number, name: string): Promise<Passkey> =>
  auth('patch', '/me/passkeys/{id}', { path: { id }, body: { name } })

export const removePasskey = (id: number, password: string): Promise<undefined> =>
  auth('post', '/me/passkeys/{id}/remove', { path: { id }, body: { password } })
