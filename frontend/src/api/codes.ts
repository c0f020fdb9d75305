/** Registration codes, for administrators. */
import { auth } from './auth'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export type CodePage = Answer<paths, '/codes', 'get'>
export type CodeRow = CodePage['items'][number]
export type ManyCodes = Body<paths, '/codes/bulk', 'post'>
export type CreatedCode = Answer<paths, '/codes/bulk', 'post'>['codes'][number]

export const listCodes = (limit: number, offset: number): Promise<CodePage> =>
  auth('get', '/codes', { query: { limit, offset } })

export const createCodes = async (body: ManyCodes): Promise<CreatedCode[]> =>
  (await auth('post', '/codes/bulk', { body })).codes

export const revokeCode = (id: number): Promise<undefined> =>
  auth('delete', '/codes/{id}', { path: { id } })
