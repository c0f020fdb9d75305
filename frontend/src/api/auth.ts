/** Logging in, registering, and one's own account. */
import { callerOf } from './client'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export const auth = callerOf<paths>('auth')

export type LoginAnswer = Answer<paths, '/login', 'post'>
export type LoggedIn = Extract<LoginAnswer, { status: 'ok' }>
export type Profile = Answer<paths, '/me', 'get'>
export type Registration = Body<paths, '/register', 'post'>
export type Registered = Answer<paths, '/register', 'post'>
export type TotpSecret = Answer<paths, '/totp/setup', 'post'>
export type ResetRequest = Body<paths, '/totp/reset', 'post'>
export type NewTotp = Answer<paths, '/totp/reset', 'post'>
export type Role = 'student' | 'teacher' | 'admin'

export const logIn = (username: string, password: string): Promise<LoginAnswer> =>
  auth('post', '/login', { body: { username, password } })

export const answerTotp = (challenge: string, code: string): Promise<LoginAnswer> =>
  auth('post', '/login/totp', { body: { challenge, code } })

export const choosePassword = (challenge: string, password: string): Promise<LoginAnswer> =>
  auth('post', '/login/password', { body: { challenge, new_password: password } })

export const startTotp = (challenge: string): Promise<TotpSecret> =>
  auth('post', '/totp/setup', { body: { challenge } })

export const confirmTotp = (challenge: string, code: string): Promise<LoginAnswer> =>
  auth('post', '/totp/confirm', { body: { challenge, code } })

export const resetTotp = (body: ResetRequest): Promise<NewTotp> =>
  auth('post', '/totp/reset', { body })

export const register = (body: Registration): Promise<Registered> =>
  auth('post', '/register', { body })

export const changePassword = (old: string, chosen: string): Promise<undefined> =>
  auth('post', '/me/password', { body: { old, new: chosen } })

export const addTotp = (password: string): Promise<NewTotp> =>
  auth('post', '/me/totp', { body: { password } })

export const getProfile = (): Promise<Profile> => auth('get', '/me', {})

export const logOut = (): Promise<undefined> => auth('post', '/logout', {})

export const getSignUp = (): Promise<Answer<paths, '/sign-up', 'get'>> =>
  auth('get', '/sign-up', {})

export const activate = (
  body: Body<paths, '/activate', 'post'>,
): Promise<Answer<paths, '/activate', 'post'>> => auth('post', '/activate', { body })
