/** What one looks for in the catalogue, and how it is written in an address. */

import { DAYS, minutesOf, timeOf } from '@/timetable/times'

export interface Wish {
  readonly text: string
  readonly subject: string
  readonly kind: string
  readonly credits: number | null
  readonly tag: string
  /** It meets on no other days than these; "" is any. */
  readonly days: string
  /** It begins no earlier, in minutes after midnight. */
  readonly from: number | null
  /** It ends no later. */
  readonly to: number | null
  /** Only what clashes with nothing that I hold, wait for or plan. */
  readonly fits: boolean
  /** Only with a free seat. */
  readonly seats: boolean
}

export const NO_WISH: Wish = {
  text: '',
  subject: '',
  kind: '',
  credits: null,
  tag: '',
  days: '',
  from: null,
  to: null,
  fits: false,
  seats: false,
}

export type Query = Record<string, string>

/** The query of `wish`; what lets all through is left out, so that an address stays short. */
export function queryOf(wish: Wish): Query {
  return Object.fromEntries(
    Object.entries({
      q: wish.text,
      subject: wish.subject,
      kind: wish.kind,
      credits: wish.credits === null ? '' : String(wish.credits),
      tag: wish.tag,
      days: wish.days,
      from: wish.from === null ? '' : timeOf(wish.from),
      to: wish.to === null ? '' : timeOf(wish.to),
      fits: wish.fits ? '1' : '',
      seats: wish.seats ? '1' : '',
    }).filter(([, value]) => value !== ''),
  )
}

/** The wish in a query, whoever wrote it; what makes no sense lets all through. */
export function wishOf(query: Record<string, unknown>): Wish {
  const text = (name: string): string => {
    const value = query[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    text: text('q'),
    subject: text('subject').toUpperCase(),
    kind: text('kind').toUpperCase(),
    credits: creditsOf(text('credits')),
    tag: text('tag'),
    days: [...DAYS].filter((day) => text('days').toUpperCase().includes(day)).join(''),
    from: timeIn(text('from')),
    to: timeIn(text('to')),
    fits: text('fits') === '1',
    seats: text('seats') === '1',
  }
}

export function sameWish(one: Wish, other: Wish): boolean {
  return JSON.stringify(queryOf(one)) === JSON.stringify(queryOf(other))
}

/** How many filters are set, the text not counted. */
export function filtersIn(wish: Wish): number {
  return Object.keys(queryOf(wish)).filter((name) => name !== 'q').length
}

function creditsOf(text: string): number | null {
  const credits = Number(text)
  return text !== '' && Number.isFinite(credits) && credits >= 0 ? credits : null
}

function timeIn(text: string): number | null {
  return /^([01]?\d|2[0-3]):[0-5]\d$/.test(text) ? minutesOf(text) : null
}
