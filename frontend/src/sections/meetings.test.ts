import { expect, test } from 'vitest'
import type { Meeting, Section } from '@/api/sections'
import {
  draftOf,
  emptyDraft,
  faultOf,
  meetingOf,
  toggledDay,
  troublesOf,
  weeksOf,
  withTime,
} from './meetings'

const meeting = (over: Partial<Meeting> = {}): Meeting => ({
  days: 'MW',
  start: '09:00',
  end: '10:00',
  weeks: null,
  kind: 'LEC',
  location: 'A 101',
  instructor: '',
  ...over,
})
const section = (over: Partial<Section> = {}): Section => ({
  id: 2,
  term: 'F24',
  course_id: 1,
  course: 'CS-1',
  title: 'Programming',
  number: '2',
  credits: 4,
  credits_max: 4,
  capacity: 10,
  ceiling: 10,
  taken: 0,
  state: 'open',
  teacher_id: 7,
  teacher: 'Ada',
  instructor: '',
  location: '',
  tags: [],
  component: '',
  link_label: '',
  components: [],
  co_teachers: [],
  meetings: [meeting()],
  waiting: 0,
  ...over,
})
const place = { id: 1, location: '', teacherId: null }

test('weeks are read as they are typed', () => {
  expect(weeksOf('1-3, 6，8')).toEqual([1, 2, 3, 6, 8])
  expect(weeksOf('3-1')).toBeNull()
  expect(weeksOf('odd')).toBeNull()
  expect(weeksOf('54')).toBeNull()
})

test('a meeting comes back as it was', () => {
  const one = meeting({ weeks: [1, 2, 3, 7] })
  expect(meetingOf(draftOf(one))).toEqual(one)
  expect(meetingOf(draftOf(meeting()))).toEqual(meeting())
})

test('says what is wrong with a meeting', () => {
  expect(faultOf(emptyDraft())).toBe('days')
  expect(faultOf({ ...emptyDraft(), days: 'M', start: '' })).toBe('times')
  expect(faultOf({ ...emptyDraft(), days: 'M', end: '09:00' })).toBe('order')
  expect(faultOf({ ...emptyDraft(), days: 'M', weeks: 'all' })).toBe('weeks')
  expect(faultOf({ ...emptyDraft(), days: 'M' })).toBeNull()
})

test('a time at known hours is another day of that meeting', () => {
  const first = withTime([], 0, 540, 600)
  const both = withTime(first, 2, 540, 600)
  expect(both.map(({ days }) => days)).toEqual(['MW'])
  expect(withTime(both, 2, 600, 660)).toHaveLength(2)
})

test('days stand in the order of the week', () => {
  expect(toggledDay('WM', 4, true)).toBe('MWF')
  expect(toggledDay('MWF', 2, false)).toBe('MF')
})

test('a room is wanted twice only at the same time', () => {
  const found = troublesOf([meeting({ days: 'W', location: 'a 101' })], place, [section()])
  expect(found.map(({ kind, where }) => [kind, where])).toEqual([['room', 'A 101']])
  expect(troublesOf([meeting({ days: 'T' })], place, [section()])).toEqual([])
  expect(troublesOf([meeting({ start: '10:00', end: '11:00' })], place, [section()])).toEqual([])
})

test('a teacher cannot be in two rooms', () => {
  const mine = [meeting({ location: 'B 2' })]
  const found = troublesOf(mine, { ...place, teacherId: 7 }, [section()])
  expect(found.map(({ kind }) => kind)).toEqual(['teacher'])
})

test('a section troubles neither itself nor is troubled by a cancelled one', () => {
  const others = [section({ id: 1 }), section({ state: 'cancelled' })]
  expect(troublesOf([meeting()], place, others)).toEqual([])
})
