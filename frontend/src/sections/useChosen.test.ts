import { expect, test } from 'vitest'
import type { Section } from '@/api/sections'
import { useChosen } from './useChosen'

const section = (id: number) => ({ id }) as Section

test('what is ticked on one page stays when another one is looked at', () => {
  const { ids, count, choose, clear } = useChosen()
  choose([section(1), section(2)], true)
  choose([section(2), section(3)], true)
  choose([section(1), section(9)], false)
  expect([...ids.value]).toEqual([2, 3])
  clear()
  expect(count.value).toBe(0)
})
