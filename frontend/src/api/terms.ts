/** Terms and the catalogues that are brought into them, for administrators. */
import { addressOf, send } from './client'
import { teacher, type paths } from './teacher'
import type { Answer, Body } from './types'

export type Term = Answer<paths, '/terms', 'get'>['items'][number]
export type TermDetail = Answer<paths, '/terms/{code}', 'get'>
export type NewTerm = Body<paths, '/terms', 'post'>
export type TermChange = Body<paths, '/terms/{code}', 'patch'>
export type ImportReport = Answer<paths, '/catalogue/import', 'post'>

export const listTerms = async (): Promise<Term[]> => (await teacher('get', '/terms', {})).items

export const getTerm = (code: string): Promise<TermDetail> =>
  teacher('get', '/terms/{code}', { path: { code } })

export const createTerm = (body: NewTerm): Promise<TermDetail> =>
  teacher('post', '/terms', { body })

export const changeTerm = (code: string, body: TermChange): Promise<TermDetail> =>
  teacher('patch', '/terms/{code}', { path: { code }, body })

export const deleteTerm = (code: string, force: boolean): Promise<TermDetail> =>
  teacher('delete', '/terms/{code}', { path: { code }, query: { force } })

/** All sections of a file or none; with `dryRun` only what would happen. */
export async function importCatalogue(
  term: string,
  name: string,
  file: Blob,
  dryRun: boolean,
): Promise<ImportReport> {
  const query = { term, name, dry_run: dryRun }
  const address = addressOf('teacher', '/catalogue/import', { query })
  const headers = { 'Content-Type': 'text/csv' }
  const response = await send(address, { method: 'POST', headers, body: file })
  return (await response.json()) as ImportReport
}
