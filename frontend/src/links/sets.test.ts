import { expect, it } from 'vitest'
import { exampleSection } from '@/catalogue/examples'
import { choicesFor, isLinked, setsWith } from './sets'

const part = (id: number, component: string, link_label = '', state = 'open') =>
  exampleSection(id, {
    course_id: 1,
    component,
    link_label,
    state,
    components: ['lecture', 'tutorial', 'lab'],
  })

const lecture = part(1, 'lecture')
const labs = [part(2, 'lab', 'A'), part(3, 'lab', 'B'), part(4, 'lab', 'A', 'closed')]
const tutorials = [part(5, 'tutorial', 'B'), part(6, 'tutorial')]
const alone = exampleSection(9)
const all = [lecture, ...labs, ...tutorials, alone]
const ids = (sets: { id: number }[][]) => sets.map((set) => set.map(({ id }) => id))

it('offers for each other part what goes with a section', () => {
  const [tutorial, lab] = choicesFor(lecture, all)
  expect([tutorial?.component, lab?.component]).toEqual(['tutorial', 'lab'])
  expect(ids([[...(tutorial?.options ?? [])], [...(lab?.options ?? [])]])).toEqual([
    [5, 6],
    [2, 3],
  ])
})

it('offers only what matches what is chosen already', () => {
  const [, lab] = choicesFor(lecture, all, [tutorials[0] ?? lecture])
  expect(lab?.options.map(({ id }) => id)).toEqual([3])
})

it('knows the whole sets', () => {
  expect(ids(setsWith(lecture, all))).toEqual([
    [1, 5, 3],
    [1, 6, 2],
    [1, 6, 3],
  ])
  expect(ids(setsWith(labs[0] ?? lecture, all))).toEqual([[2, 1, 6]])
  expect(ids(setsWith(alone, all))).toEqual([[9]])
  expect([isLinked(lecture), isLinked(alone)]).toEqual([true, false])
})
