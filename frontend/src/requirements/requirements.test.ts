import { describe, expect, it } from 'vitest'
import type { NeedLine } from '@/api/requirements'
import { draftOf, listProblems, wantedOf } from './draft'
import { asksSomething, treeOf } from './needs'

const line = (depth: number, kind: NeedLine['kind'], course = ''): NeedLine => ({
  depth,
  kind,
  course,
  title: '',
  grade: '',
  met: false,
})
const LISTS = { exclusions: [], groups: [], tags: [] }
const TEXTS = { prerequisite: '', corequisite: '', term: 'F24', title: 'Algorithms' }
const SAID = { course_id: 5, course: 'CS-2010', repeats: false, ...TEXTS, ...LISTS }
const NOTHING = {
  prerequisite: [],
  corequisite: [],
  exclusions: [],
  groups: [],
  group_fits: true,
  tags: [],
  tags_fit: true,
  repeats: false,
  passed: false,
}

describe('what a course requires', () => {
  it('is a tree of its lines', () => {
    const [every, ...rest] = treeOf([
      line(0, 'every'),
      line(1, 'course', 'A'),
      line(1, 'either'),
      line(2, 'course', 'B'),
      line(2, 'course', 'C'),
      line(1, 'course', 'D'),
    ])
    expect(rest).toEqual([])
    expect(every?.parts.map(({ kind, course }) => course || kind)).toEqual(['A', 'either', 'D'])
    expect(every?.parts[1]?.parts.map(({ course }) => course)).toEqual(['B', 'C'])
    expect(treeOf([])).toEqual([])
  })

  it('is told where there is something', () => {
    expect(asksSomething(NOTHING)).toBe(false)
    expect(asksSomething({ ...NOTHING, passed: true })).toBe(true)
    expect(asksSomething({ ...NOTHING, tags: ['year 2'] })).toBe(true)
  })

  it('goes into a form and comes out of it', () => {
    const said = { ...SAID, prerequisite: 'A or B', exclusions: ['C', 'D'], repeats: true }
    const draft = draftOf(said)
    expect(draft.exclusions).toBe('C, D')
    expect(wantedOf({ ...draft, tags: 'year 1,year 2' })).toEqual({
      prerequisite: 'A or B',
      corequisite: '',
      exclusions: ['C', 'D'],
      groups: [],
      tags: ['year 1', 'year 2'],
      repeats: true,
    })
  })

  it('names the first problem of a list at the list', () => {
    const problems = { 'groups[0]': 'one', 'groups[2]': 'two', prerequisite: 'three' }
    expect(listProblems(problems)).toEqual({ groups: 'one', prerequisite: 'three' })
  })
})
