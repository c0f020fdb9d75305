import { expect, test } from 'vitest'
import { neighbour, slotsOf, stretch } from './editorGrid'

const size = { days: 5, slots: slotsOf(480, 600) }

test('rows are half hours', () => {
  expect(size.slots).toEqual([480, 510, 540, 570])
})

test('arrows stop at the edges', () => {
  expect(neighbour({ day: 0, slot: 480 }, 'ArrowLeft', size)).toEqual({ day: 0, slot: 480 })
  expect(neighbour({ day: 0, slot: 480 }, 'ArrowDown', size)).toEqual({ day: 0, slot: 510 })
  expect(neighbour({ day: 4, slot: 570 }, 'ArrowRight', size)).toEqual({ day: 4, slot: 570 })
  expect(neighbour({ day: 4, slot: 570 }, 'x', size)).toBeNull()
})

test('a stretch may be drawn upwards', () => {
  expect(stretch({ day: 1, slot: 540 }, { day: 1, slot: 480 })).toEqual([480, 570])
})
