/** Which sections of a course are taken together: one of each part, and those that match. */
import type { Section } from '@/api/catalogue'

const MOST_SETS = 20 // that are offered as alternatives

/** A browser may have kept sections from before they could be linked. */
export const partsOf = (section: Section): readonly string[] =>
  (section as Partial<Section>).components ?? []

/** Whether it is taken with others of its course. */
export const isLinked = (section: Section): boolean => partsOf(section).length > 1

/** Whether two are different parts of one course. */
export const arePartsOfOne = (one: Section, other: Section): boolean =>
  one.course_id === other.course_id &&
  Boolean(one.component && other.component) &&
  one.component !== other.component

const match = (one: Section, other: Section): boolean =>
  !one.link_label || !other.link_label || one.link_label === other.link_label

/** For each other part of the course of `section`, those that go with it and with `chosen`. */
export function choicesFor(
  section: Section,
  all: readonly Section[],
  chosen: readonly Section[] = [],
): { readonly component: string; readonly options: readonly Section[] }[] {
  const open = all.filter(
    (other) => arePartsOfOne(section, other) && other.state === 'open' && match(section, other),
  )
  return partsOf(section)
    .filter((component) => component !== section.component)
    .map((component) => ({
      component,
      options: open.filter(
        (other) =>
          other.component === component &&
          chosen.every((one) => one.component === component || match(one, other)),
      ),
    }))
}

/** Whole sets with `section`, in the order of the catalogue; one that stands alone is one itself. */
export function setsWith(section: Section, all: readonly Section[]): Section[][] {
  let sets: Section[][] = [[section]]
  for (const { options } of choicesFor(section, all))
    sets = sets
      .flatMap((set) =>
        options
          .filter((one) => set.every((other) => match(one, other)))
          .map((one) => [...set, one]),
      )
      .slice(0, MOST_SETS)
  return sets
}
