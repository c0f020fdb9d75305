/** Invented sections for tests. */

import type { Section } from '@/api/catalogue'

export function exampleSection(id: number, changes: Partial<Section> = {}): Section {
  return {
    id,
    term: 'F24',
    course_id: id,
    course: 'CSCI-1100',
    title: 'Computer Science I',
    number: String(70_000 + id),
    credits: 4,
    credits_max: 4,
    capacity: 30,
    ceiling: 30,
    taken: 0,
    state: 'open',
    teacher_id: null,
    teacher: null,
    co_teachers: [],
    instructor: '',
    location: '',
    tags: [],
    component: '',
    link_label: '',
    components: [],
    waitlist_limit: null,
    waiting: 0,
    meetings: [exampleMeeting('MR', '10:00', '11:50')],
    ...changes,
  }
}

export function exampleMeeting(
  days: string,
  start: string,
  end: string,
  weeks: number[] | null = null,
): Section['meetings'][number] {
  return { days, start, end, weeks, kind: 'LEC', location: 'Hall 1', instructor: '' }
}

/** A university of `count` sections of 40 subjects, with texts of usual length. */
export function exampleUniversity(count: number): Section[] {
  const subjects = Array.from({ length: 40 }, (_, i) => `S${String(i).padStart(3, '0')}`)
  const topics = [
    'Linear Algebra',
    'Data Structures',
    'Organic Chemistry',
    'Art of the Renaissance',
  ]
  const days = ['MR', 'TF', 'W', 'MWR', 'T', 'F']
  return Array.from({ length: count }, (_, i) => {
    const hour = 8 + (i % 11)
    return exampleSection(i + 1, {
      course: `${subjects[i % 40]}-${1000 + (i % 997)}`,
      title: `${topics[i % 4]} and its Applications, Part ${i % 7}`,
      instructor: `instructor${i % 800}`,
      credits: i % 6,
      credits_max: i % 6,
      taken: i % 31,
      meetings: [exampleMeeting(days[i % 6] ?? 'M', `${hour}:00`, `${hour + 1}:50`)],
    })
  })
}
