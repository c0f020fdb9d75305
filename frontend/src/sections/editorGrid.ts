import { nextTick, ref } from 'vue'

export const SLOT_MINUTES = 30
export const ROWS_AN_HOUR = 2
const HOUR = 60 // minutes

interface Cell {
  day: number
  slot: number
}
interface Size {
  days: number
  slots: readonly number[]
}

/** The beginnings of the rows, in minutes after midnight. */
export const slotsOf = (from: number, to: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / SLOT_MINUTES) }, (_, i) => from + i * SLOT_MINUTES)

/** The cell that an arrow key leads to, or null for another key. */
export function neighbour({ day, slot }: Cell, key: string, size: Size): Cell | null {
  const i = size.slots.indexOf(slot)
  const at = (d: number, s: number): Cell => ({
    day: Math.min(Math.max(d, 0), size.days - 1),
    slot: size.slots[Math.min(Math.max(s, 0), size.slots.length - 1)] ?? slot,
  })
  if (key === 'ArrowUp') return at(day, i - 1)
  if (key === 'ArrowDown') return at(day, i + 1)
  if (key === 'ArrowLeft') return at(day - 1, i)
  if (key === 'ArrowRight') return at(day + 1, i)
  return null
}

/** The stretch from one cell to another of the same day, in either direction. */
export const stretch = (from: Cell, to: Cell): [number, number] => [
  Math.min(from.slot, to.slot),
  Math.max(from.slot, to.slot) + SLOT_MINUTES,
]

/** Adding times on a grid: by dragging over cells, or by arrow keys and Enter, which adds an hour. */
export function useGridKeys(
  size: () => Size,
  add: (day: number, start: number, end: number) => void,
) {
  const anchor = ref<Cell | null>(null)
  const reach = ref<Cell | null>(null)
  const focus = ref<Cell | null>(null)

  function begin(day: number, slot: number, event: PointerEvent): void {
    const target = event.target as HTMLElement
    if (target.hasPointerCapture(event.pointerId)) target.releasePointerCapture(event.pointerId)
    anchor.value = { day, slot }
    reach.value = { day, slot }
    focus.value = { day, slot }
  }

  function extend(day: number, slot: number): void {
    if (anchor.value?.day === day) reach.value = { day, slot }
  }

  function finish(): void {
    const [from, to] = [anchor.value, reach.value]
    anchor.value = null
    if (!from || !to) return
    if (from.slot === to.slot) add(from.day, from.slot, from.slot + HOUR)
    else add(from.day, ...stretch(from, to))
  }

  function key(day: number, slot: number, event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      add(day, slot, slot + HOUR)
      return
    }
    const next = neighbour({ day, slot }, event.key, size())
    if (!next) return
    event.preventDefault()
    focus.value = next
    const grid = (event.target as HTMLElement).parentElement
    void nextTick(() =>
      grid?.querySelector<HTMLElement>(`[data-cell="${next.day} ${next.slot}"]`)?.focus(),
    )
  }

  function marked(day: number, slot: number): boolean {
    if (!anchor.value || !reach.value || anchor.value.day !== day) return false
    const [start, end] = stretch(anchor.value, reach.value)
    return slot >= start && slot < end
  }

  function isFocus(day: number, slot: number): boolean {
    const { slots } = size()
    if (focus.value) return focus.value.day === day && focus.value.slot === slot
    return day === 0 && slot === slots[0]
  }

  return { marked, begin, extend, finish, key, isFocus }
}
