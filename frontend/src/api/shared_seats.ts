/** Seats that sections share, and seats kept for some students, for teachers and administrators. */
import type { Section } from './sections'
import { teacher, type paths } from './teacher'
import type { Body } from './types'

export type WantedListing = Body<paths, '/sections/{section_id}/cross-listing', 'put'>
export type WantedReserve = Body<paths, '/sections/{section_id}/kept', 'put'>['kept'][number]

const at = (id: number) => ({ path: { section_id: id } })

export const shareSeats = (id: number, body: WantedListing): Promise<Section> =>
  teacher('put', '/sections/{section_id}/cross-listing', { ...at(id), body })

export const endSharing = (id: number): Promise<Section> =>
  teacher('delete', '/sections/{section_id}/cross-listing', at(id))

export const keepSeats = (id: number, kept: WantedReserve[]): Promise<Section> =>
  teacher('put', '/sections/{section_id}/kept', { ...at(id), body: { kept } })

/** The time zone of the campus, an IANA name. */
export const getCampusZone = async (): Promise<string> =>
  (await teacher('get', '/terms', {})).time_zone
