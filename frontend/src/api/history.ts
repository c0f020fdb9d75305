/** What students took before, for administrators. */
import { addressOf, send } from './client'
import { teacher, type paths } from './teacher'
import type { Answer } from './types'

export type History = Answer<paths, '/history', 'get'>
export type HistoryReport = Answer<paths, '/history/import', 'post'>

export const getHistory = (student: string): Promise<History> =>
  teacher('get', '/history', { query: { student } })

/** Remove one course; what is left. */
export const deleteTaken = (student: string, course: string, term: string): Promise<History> =>
  teacher('delete', '/history', { query: { student, course, term } })

/** All of a file or nothing; with `dryRun` only what would happen. */
export async function importHistory(file: Blob, dryRun: boolean): Promise<HistoryReport> {
  const address = addressOf('teacher', '/history/import', { query: { dry_run: dryRun } })
  const headers = { 'Content-Type': 'text/csv' }
  const response = await send(address, { method: 'POST', headers, body: file })
  return (await response.json()) as HistoryReport
}
