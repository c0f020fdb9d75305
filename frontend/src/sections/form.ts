/** A section as it is typed, and what of it is sent. */
import type { NewSection, Section, SectionChange } from '@/api/sections'
import { draftOf, faultOf, meetingOf, type Draft } from './meetings'

export interface SectionForm {
  term: string
  course: string
  title: string
  number: string
  credits: string
  capacity: string
  waitlist: string
  teacher: string
  coTeachers: string[]
  location: string
  state: string
  tags: string[]
  component: string
  linkLabel: string
  meetings: Draft[]
}

export const emptyForm = (term: string): SectionForm => ({
  term,
  course: '',
  title: '',
  number: '',
  credits: '',
  capacity: '',
  waitlist: '',
  teacher: '',
  coTeachers: [],
  location: '',
  state: 'open',
  tags: [],
  component: '',
  linkLabel: '',
  meetings: [],
})

export const formOf = (section: Section): SectionForm => ({
  term: section.term,
  course: section.course,
  title: section.title,
  number: section.number,
  credits: String(section.credits),
  capacity: section.capacity === null ? '' : String(section.capacity),
  waitlist: section.waitlist_limit ? String(section.waitlist_limit) : '',
  teacher: section.teacher_username ?? '',
  coTeachers: (section.co_teachers ?? []).map(({ username }) => username ?? ''),
  location: section.location ?? '',
  state: section.state,
  tags: [...section.tags],
  component: section.component,
  linkLabel: section.link_label,
  meetings: section.meetings.map(draftOf),
})

/** The tags that are in use. */
export const tagsOf = (sections: readonly Section[]): string[] =>
  [...new Set(sections.flatMap(({ tags }) => tags))].sort()

/** Nothing typed is no limit. */
export const capacityOf = (text: string): number | null => (text.trim() ? Number(text) : null)

export const ready = (form: SectionForm): boolean =>
  form.meetings.every((meeting) => faultOf(meeting) === null)

export const newSection = (form: SectionForm): NewSection => ({
  term: form.term,
  course: form.course.trim(),
  title: form.title.trim(),
  number: form.number.trim(),
  credits: Number(form.credits),
  capacity: capacityOf(form.capacity),
  waitlist_limit: capacityOf(form.waitlist),
  teacher: form.teacher.trim() || null,
  co_teachers: [...form.coTeachers],
  location: form.location.trim(),
  state: form.state,
  tags: [...form.tags],
  component: form.component,
  link_label: form.component ? form.linkLabel.trim() : '',
  meetings: form.meetings.map(meetingOf),
})

/** What differs from `before`; everything else stays as it is, whoever changes it meanwhile. */
export function changesOf(before: SectionForm, form: SectionForm): SectionChange {
  const whole = newSection(form)
  const old = newSection(before)
  const changes: SectionChange = {}
  if (whole.course !== old.course) changes.course = whole.course
  if (whole.title !== old.title && whole.title !== undefined) changes.title = whole.title
  if (whole.number !== old.number) changes.number = whole.number
  if (whole.credits !== old.credits) changes.credits = whole.credits
  if (whole.capacity !== old.capacity) changes.capacity = whole.capacity
  if (whole.waitlist_limit !== old.waitlist_limit && whole.waitlist_limit !== undefined)
    changes.waitlist_limit = whole.waitlist_limit
  if (whole.teacher !== old.teacher && whole.teacher !== undefined) changes.teacher = whole.teacher
  if (listsDiffer(before.coTeachers, form.coTeachers)) changes.co_teachers = [...form.coTeachers]
  if (whole.location !== old.location && whole.location !== undefined)
    changes.location = whole.location
  if (whole.state !== old.state && whole.state !== undefined) changes.state = whole.state
  if (whole.component !== old.component && whole.component !== undefined)
    changes.component = whole.component
  if (whole.link_label !== old.link_label && whole.link_label !== undefined)
    changes.link_label = whole.link_label
  if (listsDiffer(before.tags, form.tags)) changes.tags = [...form.tags]
  if (timesDiffer(before, form) && whole.meetings) changes.meetings = whole.meetings
  return changes
}

export const timesDiffer = (before: SectionForm, form: SectionForm): boolean =>
  JSON.stringify(before.meetings) !== JSON.stringify(form.meetings)

const listsDiffer = (before: readonly string[], now: readonly string[]): boolean =>
  JSON.stringify(before) !== JSON.stringify(now)

const CONCERNING = ['capacity', 'meetings', 'state', 'location', 'teacher', 'co_teachers'] as const

/** What of a change concerns those who hold a seat; null if nothing does. */
export function concerningThem(changes: SectionChange): SectionChange | null {
  const found = CONCERNING.filter((field) => changes[field] !== undefined)
  return found.length ? Object.fromEntries(found.map((field) => [field, changes[field]])) : null
}
