import { expect, it } from 'vitest'
import { keep, keptFor } from './kept'

const store = (() => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
})()

it('keeps the last timetable of each person', () => {
  const timetable = { sections: [], credits: 0, credit_limit: 24 }
  keep(store, 'alice', timetable, 5)
  expect(keptFor(store, 'alice')).toEqual({ at: 5, timetable })
  expect(keptFor(store, 'bob')).toBeNull()
})

it('takes what it cannot read for nothing', () => {
  store.setItem('timetable:carol', '{"at": 1, "timetable": {}}')
  expect(keptFor(store, 'carol')).toBeNull()
  store.setItem('timetable:carol', '{')
  expect(keptFor(store, 'carol')).toBeNull()
})
