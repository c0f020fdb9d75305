/** What happened to accounts, codes, sessions and settings, for administrators. */
import { auth } from './auth'
import type { paths } from './generated/auth'
import type { Answer } from './types'

type Given = NonNullable<NonNullable<paths['/audit']['get']['parameters']['query']>>

export type AuditPage = Answer<paths, '/audit', 'get'>
export type AuditRow = AuditPage['items'][number]
export type AuditAction = NonNullable<Given['action']>[number]
export type AuditQuery = Given

export const listAudit = (query: AuditQuery): Promise<AuditPage> => auth('get', '/audit', { query })
