/** Fairness reports: published ones for everybody, and those of now for administrators. */
import { addressOf, send } from './client'
import { student, type paths } from './student'
import { teacher } from './teacher'
import type { Answer } from './types'

export type Report = Answer<paths, '/reports/{code}', 'get'>
export type Published = Answer<paths, '/reports', 'get'>['items'][number]

const at = (code: string, round: number | null) => ({
  path: { code },
  query: round === null ? {} : { round },
})

export const listReports = async (): Promise<Published[]> =>
  (await student('get', '/reports', {})).items

export const getReport = (code: string, round: number | null): Promise<Report> =>
  student('get', '/reports/{code}', at(code, round))

/** The sections of a published report as a file for spreadsheets. */
export async function getReportFile(code: string, round: number | null): Promise<Blob> {
  const { path, query } = at(code, round)
  const parts = { path, query: { ...query, format: 'csv' } }
  return (await send(addressOf('student', '/reports/{code}', parts))).blob()
}

export const countReport = (code: string, round: number | null): Promise<Report> =>
  teacher('get', '/terms/{code}/report', at(code, round))

export const publishReport = (code: string, round: number | null): Promise<Report> =>
  teacher('put', '/terms/{code}/report', at(code, round))

export const withdrawReport = (code: string, round: number | null): Promise<unknown> =>
  teacher('delete', '/terms/{code}/report', at(code, round))
