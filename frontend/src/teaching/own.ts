import type { Section } from '@/api/sections'

/** Sections that have every word of `search` somewhere. */
export function fitting(sections: readonly Section[], search: string): Section[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return sections.filter(({ course, number, title }) => {
    const text = `${course} ${number} ${title}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** One group a term, in the order in which terms come up. */
export function byTerm(sections: readonly Section[]): { term: string; sections: Section[] }[] {
  const terms = [...new Set(sections.map(({ term }) => term))]
  return terms.map((term) => ({ term, sections: sections.filter((one) => one.term === term) }))
}
