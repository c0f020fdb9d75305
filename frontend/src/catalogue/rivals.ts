/** What a student holds that makes it impossible to have a section too. */
import type { Section } from '@/api/catalogue'
import { arePartsOfOne, isLinked } from '@/links/sets'
import { clash, intervalsOf } from '@/timetable/times'

/** Those of `held` that are of the course of `section`, or meet at the same time in its term. */
export function rivalsOf(section: Section, held: readonly Section[]): Section[] {
  const own = intervalsOf(section.meetings)
  const begun = held.some((other) => other.course_id === section.course_id)
  if (isLinked(section) && !begun) return [] // one seat more would be half a set
  return held.filter(
    (other) =>
      other.id !== section.id &&
      !arePartsOfOne(other, section) &&
      (other.course_id === section.course_id ||
        (other.term === section.term && clash(own, intervalsOf(other.meetings)))),
  )
}
