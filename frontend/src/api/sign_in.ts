/** Signing in through the university's provider. */
import { auth, type LoginAnswer } from './auth'
import type { paths } from './generated/auth'
import type { Body } from './types'

export type ProviderAnswer = Body<paths, '/oidc/finish', 'post'>

/** What to write on the button; null where one logs in with a password alone. */
export const getProvider = async (): Promise<string | null> =>
  (await auth('get', '/oidc', {})).provider

/** Where the browser goes to sign in; `next` is the page of ours to go to afterwards. */
export const startSignIn = async (next: string | null): Promise<string> =>
  (await auth('post', '/oidc/start', { body: next ? { next } : {} })).address

export const finishSignIn = (body: ProviderAnswer): Promise<{ login: LoginAnswer; next: string }> =>
  auth('post', '/oidc/finish', { body })
