import type { Section, SectionSort } from '@/api/sections'
import { shareOf } from './seats'

/** What the list of all sections is sorted by where it is kept; `fill` is the share taken. */
export const SORTS = [
  'course',
  'number',
  'title',
  'teacher',
  'capacity',
  'taken',
  'free',
  'fill',
] as const

type SortKey = (typeof SORTS)[number]

/** `text` as an order that there is; any other is the usual one, by term and course. */
export function sortOf(text: string): SectionSort {
  const key = text.replace(/^-/, '')
  return SORTS.includes(key as SortKey) ? (text as SectionSort) : ''
}

/** What a table that is whole sorts a section by. */
export const valueOf = (section: Section, key: string): string | number =>
  key === 'fill' ? shareOf(section) : String(section[key as keyof Section])
