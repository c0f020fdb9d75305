import type { Section } from '@/api/sections'

/** The numbers of sections that were typed, separated by commas or spaces, each once. */
export const numbersIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,，、]+/u).filter(Boolean)),
]

/** The ids of `numbers` among `sections`, and those numbers that are not there. */
export function idsOf(
  numbers: readonly string[],
  sections: readonly Pick<Section, 'id' | 'number'>[],
): { ids: number[]; missing: string[] } {
  const known = new Map(sections.map(({ id, number }) => [number, id]))
  return {
    ids: numbers.flatMap((number) => known.get(number) ?? []),
    missing: numbers.filter((number) => !known.has(number)),
  }
}
