/** A term's sections, prepared once so that each keystroke only compares. Whoever looks before all are waits for the rest. */

import type { Section, SeatChange } from '@/api/catalogue'
import { clash, intervalsOf } from '@/timetable/times'
import type { Interval } from '@/timetable/times'
import { NO_WISH, sameWish } from './wish'
import type { Wish } from './wish'

const UNLIMITED = -1
const CODE_RANK = 0 // the order of what a text finds: by code, by title, by anything
const TITLE_RANK = 1
const OTHER_RANK = 2

interface Place {
  readonly section: Section
  readonly text: string
  readonly code: string
  readonly title: string
  readonly subject: string
  readonly days: ReadonlySet<string>
  readonly kinds: ReadonlySet<string>
  readonly tags: ReadonlySet<string>
  readonly from: number
  readonly to: number
  readonly intervals: readonly Interval[]
}

export interface Seats {
  readonly taken: number
  /** null is unlimited. */
  readonly ceiling: number | null
  /** null is unlimited. */
  readonly free: number | null
}

export class Shelf {
  readonly sections: readonly Section[]
  readonly subjects: readonly string[]
  readonly kinds: readonly string[]
  readonly credits: readonly number[]
  readonly sectionTags: readonly string[]
  private readonly places: Place[] = []
  private readonly positions: ReadonlyMap<number, number>
  private readonly taken: Int32Array
  private readonly ceilings: Int32Array

  /** `number` is the change of seats that `sections` know of, `tag` what their descriptions are known by. */
  constructor(
    sections: readonly Section[],
    public number: number,
    readonly tag: string | null = null,
  ) {
    this.sections = sections
    this.positions = new Map(sections.map((section, i) => [section.id, i]))
    this.taken = Int32Array.from(sections, (section) => section.taken)
    this.ceilings = Int32Array.from(sections, (section) => section.ceiling ?? UNLIMITED)
    this.subjects = distinct(sections.map(subjectOf))
    this.kinds = distinct(sections.flatMap(kindsOf))
    this.sectionTags = distinct(sections.flatMap(tagsOf))
    this.credits = [...new Set(sections.map((section) => section.credits))].sort((a, b) => a - b)
  }

  /** Prepare so many more sections for searching; whether all are. */
  prepare(count = Infinity): boolean {
    const next = this.sections.slice(this.places.length, this.places.length + count)
    for (const section of next) this.places.push(placeOf(section))
    return this.places.length === this.sections.length
  }

  find(id: number): Section | undefined {
    return this.sections[this.positions.get(id) ?? -1]
  }

  seats(id: number): Seats | undefined {
    const position = this.positions.get(id)
    return position === undefined ? undefined : this.seatsAt(position)
  }

  /** Note new counts; sections of other terms are passed over. Whether any changed. */
  count(changes: readonly SeatChange[]): boolean {
    let changed = false
    for (const [id, taken, ceiling] of changes) {
      const position = this.positions.get(id)
      if (position === undefined) continue
      this.taken[position] = taken
      this.ceilings[position] = ceiling ?? UNLIMITED
      changed = true
    }
    return changed
  }

  /** What fits `wish`, best first; `busy` are the times that must stay free of clashes. */
  search(wish: Wish, busy: readonly Interval[] = []): Section[] {
    if (sameWish(wish, NO_WISH)) return [...this.sections]
    this.prepare()
    const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean)
    const found: Place[] = []
    for (let i = 0; i < this.places.length; i++) {
      const place = this.places[i]
      if (
        place &&
        words.every((word) => place.text.includes(word)) &&
        fitsFields(place, wish) &&
        fitsTimes(place, wish) &&
        (!wish.seats || this.hasSeat(i)) &&
        (!wish.fits || !clash(place.intervals, busy))
      )
        found.push(place)
    }
    return (words.length ? ranked(found, words) : found).map((place) => place.section)
  }

  private hasSeat(position: number): boolean {
    const { free } = this.seatsAt(position)
    return this.sections[position]?.state === 'open' && free !== 0
  }

  private seatsAt(position: number): Seats {
    const taken = this.taken[position] ?? 0
    const ceiling = this.ceilings[position] ?? UNLIMITED
    if (ceiling === UNLIMITED) return { taken, ceiling: null, free: null }
    return { taken, ceiling, free: Math.max(0, ceiling - taken) }
  }
}

function placeOf(section: Section): Place {
  const intervals = intervalsOf(section.meetings)
  const people = [
    ...section.meetings.map(({ instructor }) => instructor),
    ...(section.co_teachers ?? []).map(({ name }) => name),
  ]
  const joined = section.course.replaceAll('-', '')
  const words = [section.course, joined, section.title, section.number, section.instructor]
  return {
    section,
    text: [...words, section.teacher ?? '', ...new Set(people), ...tagsOf(section)]
      .join('\n')
      .toLowerCase(),
    code: section.course.toLowerCase(),
    title: section.title.toLowerCase(),
    subject: subjectOf(section),
    days: new Set(section.meetings.flatMap((meeting) => [...meeting.days])),
    kinds: new Set(kindsOf(section)),
    tags: new Set(tagsOf(section)),
    from: Math.min(...intervals.map((interval) => interval.start)),
    to: Math.max(...intervals.map((interval) => interval.end)),
    intervals,
  }
}

const subjectOf = (section: Section): string => section.course.split('-')[0]?.toUpperCase() ?? ''

const kindsOf = (section: Section): string[] =>
  section.meetings.flatMap(({ kind }) => (kind ? [kind.toUpperCase()] : []))

/** A browser may have kept sections from before they had tags. */
const tagsOf = ({ tags }: Partial<Section>): readonly string[] => tags ?? []

function fitsFields(place: Place, wish: Wish): boolean {
  const { credits, credits_max } = place.section
  return (
    (wish.subject === '' || place.subject === wish.subject) &&
    (wish.kind === '' || place.kinds.has(wish.kind)) &&
    (wish.tag === '' || place.tags.has(wish.tag)) &&
    (wish.credits === null || (credits <= wish.credits && wish.credits <= credits_max))
  )
}

/** One who names days or times wants to know when: what meets at no fixed time does not fit. */
function fitsTimes(place: Place, wish: Wish): boolean {
  if (wish.days === '' && wish.from === null && wish.to === null) return true
  if (place.intervals.length === 0) return false
  return (
    (wish.days === '' || [...place.days].every((day) => wish.days.includes(day))) &&
    (wish.from === null || place.from >= wish.from) &&
    (wish.to === null || place.to <= wish.to)
  )
}

function ranked(found: readonly Place[], words: readonly string[]): Place[] {
  const ranks: Place[][] = [[], [], []]
  for (const place of found) ranks[rankOf(place, words)]?.push(place)
  return ranks.flat()
}

function rankOf(place: Place, words: readonly string[]): number {
  const [first = ''] = words
  if (place.code.startsWith(first) || place.section.number === first) return CODE_RANK
  return words.every((word) => place.title.includes(word)) ? TITLE_RANK : OTHER_RANK
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].filter(Boolean).sort()
}
