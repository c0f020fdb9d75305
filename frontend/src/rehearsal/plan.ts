/** Who asks for what in a rehearsal, and in which order. */

export interface Wanted {
  students: number
  sections: number
  seats: number
  /** Different sections that each student asks for. */
  each: number
}

export type Field = keyof Wanted

export const USUAL: Wanted = { students: 200, sections: 10, seats: 15, each: 3 }
export const MOST: Wanted = { students: 2000, sections: 200, seats: 10_000, each: 30 }
export const MOST_REQUESTS = 8000 // a browser has six connections; what is larger is for the CLI

/** What is wrong with it; nothing where it can be rehearsed. */
export function flawsOf(wanted: Wanted): Partial<Record<Field, 'range' | 'sections' | 'total'>> {
  const flaws: ReturnType<typeof flawsOf> = {}
  for (const field of Object.keys(MOST) as Field[]) {
    const least = field === 'seats' ? 0 : 1
    const value = wanted[field]
    if (!Number.isInteger(value) || value < least || value > MOST[field]) flaws[field] = 'range'
  }
  if (!flaws.each && wanted.each > wanted.sections) flaws.each = 'sections'
  if (!flaws.each && wanted.each * wanted.students > MOST_REQUESTS) flaws.each = 'total'
  return flaws
}

/** Names and seats of the sections, each a course of its own. */
export const sectionsOf = ({ sections, seats }: Wanted) =>
  Array.from({ length: sections }, (_, place) => ({
    name: `R${String(place + 1).padStart(4, '0')}/01`,
    capacity: seats,
  }))

/** Pairs of student and section, by their places, mixed as a crowd would come. */
export function requestsOf(
  { students, sections, each }: Wanted,
  random: () => number = Math.random,
): [student: number, section: number][] {
  const all = Array.from({ length: students }, (_, student) =>
    drawn(sections, each, random).map((section): [number, number] => [student, section]),
  ).flat()
  return mixed(all, random)
}

const drawn = (from: number, count: number, random: () => number): number[] =>
  mixed(
    Array.from({ length: from }, (_, place) => place),
    random,
  ).slice(0, count)

/** In an order by lot (Fisher and Yates). */
function mixed<T>(items: readonly T[], random: () => number): T[] {
  const deck = [...items]
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    ;[deck[last], deck[other]] = [deck[other] as T, deck[last] as T]
  }
  return deck
}
