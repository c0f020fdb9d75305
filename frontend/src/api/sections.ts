/** Sections and who holds their seats, for teachers and administrators. */
import { addressOf, send } from './client'
import { teacher, type paths } from './teacher'
import type { Answer, Body, Query } from './types'

export type SectionPage = Answer<paths, '/sections', 'get'>
export type Section = SectionPage['items'][number]
export type Meeting = Section['meetings'][number]
export type NewSection = Body<paths, '/sections', 'post'>
export type SectionChange = Body<paths, '/sections/{section_id}', 'patch'>
export type Course = Answer<paths, '/courses', 'get'>['items'][number]
export type Roster = Answer<paths, '/sections/{section_id}/roster', 'get'>
export type Student = Roster['students'][number]
export type WaitingStudent = NonNullable<Roster['waiting']>[number]
export type ByHand = Body<paths, '/sections/{section_id}/roster', 'post'>
export type DecidedByHand = Answer<paths, '/sections/{section_id}/roster', 'post'>

export type SectionSort = NonNullable<Query<paths, '/sections', 'get'>['sort']>

/** Which sections, in which order. */
export interface SectionWish {
  term: string
  search: string
  withSeats: boolean
  sort: SectionSort
}

export interface SectionQuery extends SectionWish {
  limit: number
  offset: number
}

const LONGEST_PAGE = 1000
const at = (id: number) => ({ path: { section_id: id } })

export const listSections = ({ term, withSeats, ...rest }: SectionQuery): Promise<SectionPage> =>
  teacher('get', '/sections', {
    query: { term: term || null, with_seats: withSeats, ...rest },
  })

/** All sections that match what is asked for, however many. */
export async function everyMatch(wish: SectionWish): Promise<Section[]> {
  const found: Section[] = []
  for (;;) {
    const page = { ...wish, limit: LONGEST_PAGE, offset: found.length }
    const { items, total } = await listSections(page)
    found.push(...items)
    if (!items.length || found.length >= total) return found
  }
}

/** All sections of a term that one may see, for checks of rooms and times. */
export const everySection = (term: string): Promise<Section[]> =>
  everyMatch({ term, search: '', withSeats: false, sort: '' })

export const getSection = (id: number): Promise<Section> =>
  teacher('get', '/sections/{section_id}', at(id))

export const createSection = (body: NewSection): Promise<Section> =>
  teacher('post', '/sections', { body })

export const changeSection = (id: number, body: SectionChange): Promise<Section> =>
  teacher('patch', '/sections/{section_id}', { ...at(id), body })

export const searchCourses = async (term: string, search: string): Promise<Course[]> =>
  (await teacher('get', '/courses', { query: { term, search, limit: 20 } })).items

export const getRoster = (id: number): Promise<Roster> =>
  teacher('get', '/sections/{section_id}/roster', at(id))

export type FillPoint = Answer<paths, '/sections/{section_id}/fill', 'get'>['points'][number]

/** How many seats were held at each moment. */
export const getFill = async (id: number): Promise<FillPoint[]> =>
  (await teacher('get', '/sections/{section_id}/fill', at(id))).points

/** The roster as a file for spreadsheets, as the node writes it. */
export async function getRosterFile(id: number): Promise<Blob> {
  const path = `/sections/${id}/roster`
  return (await send(addressOf('teacher', path, { query: { format: 'csv' } }))).blob()
}

export const decideByHand = (id: number, body: ByHand): Promise<DecidedByHand> =>
  teacher('post', '/sections/{section_id}/roster', { ...at(id), body })

export type SectionEffects = Answer<paths, '/sections/{section_id}/effects', 'post'>

/** What a change would do to those who hold a seat; nothing is changed. */
export const getEffects = (id: number, body: SectionChange): Promise<SectionEffects> =>
  teacher('post', '/sections/{section_id}/effects', { ...at(id), body })
