/** Terms, sections and their seats. */
import { addressOf, send } from './client'
import { student } from './student'
import type { paths } from './student'
import type { Answer } from './types'

export type Section = Answer<paths, '/sections/{section_id}', 'get'>
export type Meeting = Section['meetings'][number]
export type Terms = Answer<paths, '/terms', 'get'>
export type Term = Terms['items'][number]

/** Section, seats taken, ceiling; null is unlimited. */
export type SeatChange = readonly [number, number, number | null]

/** A term's sections, with the seats of change `number`. */
export interface Whole {
  readonly number: number
  readonly items: Section[]
}

export interface SeatChanges {
  readonly number: number
  readonly seats: SeatChange[]
}

/** What speaks against taking a seat now; nothing, when it is allowed. */
export type Preview = Answer<paths, '/sections/{section_id}/preview', 'get'>

export const getTerms = (): Promise<Terms> => student('get', '/terms', {})

/**
 * The whole term, or null when the descriptions are still those known by `tag`.
 * With `fresh` no copy of the browser's is used, whose seats may be too old to be brought up to date.
 */
export async function getWhole(
  term: string,
  tag: string | null,
  fresh = false,
): Promise<{ readonly tag: string | null; readonly whole: Whole } | null> {
  const address = addressOf('student', '/catalogue/whole', { query: { term } })
  const response = await send(address, { cache: fresh ? 'reload' : 'no-cache' })
  const found = response.headers.get('ETag')
  if (!fresh && tag !== null && found === tag) {
    await response.body?.cancel()
    return null
  }
  return { tag: found, whole: (await response.json()) as Whole }
}

export const getSection = (id: number): Promise<Section> =>
  student('get', '/sections/{section_id}', { path: { section_id: id } })

export const getSeatChanges = (after: number): Promise<SeatChanges> =>
  student('get', '/catalogue/changes', {
    query: { after },
  }) as Promise<unknown> as Promise<SeatChanges>

/** Whether a seat that is held can be given back now. */
export const getDropPreview = (
  id: number,
  linked: number[],
  signal?: AbortSignal,
): Promise<Preview> =>
  student('get', '/sections/{section_id}/preview', {
    path: { section_id: id },
    query: { action: 'drop', ...(linked.length && { linked }) },
    ...(signal && { signal }),
  })

/** With `insteadOf` of a swap: that section would be given back. */
export const getPreview = (
  id: number,
  insteadOf: number | null,
  credits?: number,
  signal?: AbortSignal,
): Promise<Preview> =>
  student('get', '/sections/{section_id}/preview', {
    path: { section_id: id },
    query: {
      ...(insteadOf !== null && { instead_of: insteadOf }),
      ...(credits !== undefined && { credits }),
    },
    ...(signal && { signal }),
  })
