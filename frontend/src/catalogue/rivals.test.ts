import { describe, expect, it } from 'vitest'
import { exampleMeeting, exampleSection } from './examples'
import { rivalsOf } from './rivals'

const wanted = exampleSection(1, { meetings: [exampleMeeting('M', '10:00', '11:50')] })
const later = [exampleMeeting('M', '12:00', '13:50')]
const rivals = (...held: Parameters<typeof rivalsOf>[1]) =>
  rivalsOf(wanted, held).map(({ id }) => id)

describe('the rivals of a section', () => {
  it('meet at the same time in its term', () => {
    const same = exampleSection(2, { meetings: wanted.meetings })
    const other = exampleSection(3, { meetings: later })
    const elsewhere = exampleSection(4, { meetings: wanted.meetings, term: 'S25' })
    expect(rivals(same, other, elsewhere)).toEqual([2])
  })

  it('or are of its course, whenever they meet', () => {
    expect(rivals(exampleSection(2, { course_id: 1, meetings: later }))).toEqual([2])
  })

  it('are never the section itself', () => {
    expect(rivals(wanted)).toEqual([])
  })
})
