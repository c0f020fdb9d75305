import { expect, it } from 'vitest'
import { endTurns, nextTask, turnsTaken, useTurn } from './turns'

it('lets one after the other have a task to itself, until turns are over', async () => {
  const [one, other] = [useTurn(), useTurn()]
  expect([one.value, other.value]).toEqual([false, false])
  await nextTask()
  await nextTask()
  expect([one.value, other.value]).toEqual([true, false])
  await turnsTaken()
  expect(other.value).toBe(true)
  endTurns()
  expect(useTurn().value).toBe(true)
})
