/** Accounts of others, for administrators. */
import { auth, type Role } from './auth'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export type UserPage = Answer<paths, '/users', 'get'>
export type UserRow = UserPage['items'][number]
export type NewUser = Body<paths, '/users', 'post'>
export type CreatedUser = Answer<paths, '/users', 'post'>
export type UserChanges = Body<paths, '/users/{role}/{id}', 'patch'>
export type ResetCode = Answer<paths, '/users/{username}/reset-2fa', 'post'>
export type Bulk = Body<paths, '/users/bulk', 'post'>
export type BulkResult = Answer<paths, '/users/bulk', 'post'>['results'][number]

/** Names an account: role and the id of its record. */
export interface UserKey {
  role: string
  id: number
}

const at = ({ role, id }: UserKey) => ({ path: { role: role as Role, id } })

export type UserSort = NonNullable<
  NonNullable<paths['/users']['get']['parameters']['query']>['sort']
>

export interface UserQuery {
  search: string
  role: string
  group: string
  tag: string
  sort: UserSort | ''
  limit: number
  offset: number
}

export const listUsers = ({ role, sort, ...rest }: UserQuery): Promise<UserPage> =>
  auth('get', '/users', {
    query: { ...rest, role: (role || null) as Role | null, sort: sort || null },
  })

export const createUser = (body: NewUser): Promise<CreatedUser> => auth('post', '/users', { body })

export const changeUser = (key: UserKey, body: UserChanges): Promise<UserRow> =>
  auth('patch', '/users/{role}/{id}', { ...at(key), body })

export const disableUser = (key: UserKey): Promise<UserRow> =>
  auth('post', '/users/{role}/{id}/disable', at(key))

export const enableUser = (key: UserKey): Promise<UserRow> =>
  auth('post', '/users/{role}/{id}/enable', at(key))

export const deleteUser = (key: UserKey): Promise<undefined> =>
  auth('delete', '/users/{role}/{id}', at(key))

export const resetPassword = async (key: UserKey): Promise<string> =>
  (await auth('post', '/users/{role}/{id}/reset-password', at(key))).password

export const makeResetCode = (username: string): Promise<ResetCode> =>
  auth('post', '/users/{username}/reset-2fa', { path: { username } })

export const unlinkProvider = (username: string): Promise<undefined> =>
  auth('post', '/users/{username}/unlink-provider', { path: { username } })

export const createMany = async (body: Bulk): Promise<BulkResult[]> =>
  (await auth('post', '/users/bulk', { body })).results
