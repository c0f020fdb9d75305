/** The least and the most credits of students, for administrators. */
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type CreditRules = Answer<paths, '/students/{student}/credits', 'get'>
export type CreditRulesChange = Body<paths, '/students/{student}/credits', 'patch'>
export type BelowPage = Answer<paths, '/terms/{code}/below-minimum', 'get'>
export type BelowRow = BelowPage['items'][number]

export const getCreditRules = (student: string): Promise<CreditRules> =>
  teacher('get', '/students/{student}/credits', { path: { student } })

export const changeCreditRules = (student: string, body: CreditRulesChange): Promise<CreditRules> =>
  teacher('patch', '/students/{student}/credits', { path: { student }, body })

export const listBelowMinimum = (code: string, limit: number, offset: number): Promise<BelowPage> =>
  teacher('get', '/terms/{code}/below-minimum', { path: { code }, query: { limit, offset } })
