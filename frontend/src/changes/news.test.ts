import { expect, test } from 'vitest'
import { placesOf } from './news'

const meeting = (location: string) => ({
  days: 'M',
  start: '09:00',
  end: '10:00',
  kind: '',
  instructor: '',
  location,
})
const facts = (location: string, ...rooms: string[]) => ({
  capacity: 1,
  state: 'open',
  location,
  meetings: rooms.map(meeting),
  teachers: [],
})

test('each room is named once, the place of the section where a time has none', () => {
  expect(placesOf(facts('Hall 1', 'Lab 2', '', 'Lab 2'))).toBe('Lab 2, Hall 1')
  expect(placesOf(facts('Hall 1'))).toBe('Hall 1')
  expect(placesOf(facts(''))).toBe('')
})
