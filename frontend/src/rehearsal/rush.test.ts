import { expect, test } from 'vitest'
import { keepAt, mayComeLater, pauseMs } from './rush'

test('everything is done once, and again where that is asked for', async () => {
  const done: string[] = []
  await keepAt(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    async (item, tries) => {
      await Promise.resolve()
      if (item === 'b' && tries < 3) return 0
      done.push(`${item}${tries}`)
      return null
    },
    () => false,
  )
  expect(done.sort()).toEqual(['a1', 'b3', 'c1', 'd1', 'e1', 'f1', 'g1', 'h1'])
})

test('nothing more is begun once it is stopped', async () => {
  let begun = 0
  await keepAt(
    Array.from({ length: 100 }, (_, n) => n),
    async () => {
      begun += 1
      await Promise.resolve()
      return null
    },
    () => begun >= 6,
  )
  expect(begun).toBe(6)
})

test('pauses grow, end, and obey the server', () => {
  const none = () => 0
  expect([1, 2, 3, 20].map((tries) => pauseMs(0, tries, none))).toEqual([100, 200, 400, 3000])
  expect(pauseMs(5, 1, none)).toBe(5000)
  expect(pauseMs(0, 1, () => 1)).toBe(150)
})

test('only what may pass is asked again', () => {
  const reply = (status: number) => ({ status, retryAfter: 0, body: null })
  expect([0, 429, 503].map((status) => mayComeLater(reply(status)))).toEqual([true, true, true])
  expect([202, 401, 409, 500].some((status) => mayComeLater(reply(status)))).toBe(false)
})
