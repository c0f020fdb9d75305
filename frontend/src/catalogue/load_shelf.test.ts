import { afterEach, expect, it, vi } from 'vitest'
import { exampleSection } from './examples'
import { loadShelf } from './load_shelf'

interface Asked {
  readonly address: string
  readonly cache: RequestCache | undefined
}

const whole = (number: number, tag: string): Response =>
  Response.json({ number, items: [exampleSection(1)] }, { headers: { ETag: tag } })
const changes = (number: number, taken: number): Response =>
  Response.json({ number, seats: [[1, taken, 30]] })
const gap = (): Response => Response.json({ code: 'feed_gap' }, { status: 410 })

function answering(...answers: Response[]): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (address: string, { cache }: RequestInit) => {
    asked.push({ address, cache })
    return Promise.resolve(answers.shift())
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

it('loads the whole term, then the seats since', async () => {
  const asked = answering(whole(5, '"a"'), changes(9, 12))
  const shelf = await loadShelf('F24')
  expect([shelf.number, shelf.tag, shelf.seats(1)?.taken]).toEqual([9, '"a"', 12])
  expect(asked[1]?.address).toBe('/api/student/catalogue/changes?after=5')
})

it('keeps the shelf while no description has changed', async () => {
  answering(whole(5, '"a"'), changes(9, 12), whole(5, '"a"'), changes(11, 13))
  const shelf = await loadShelf('F24')
  expect(await loadShelf('F24', shelf)).toBe(shelf)
  expect([shelf.number, shelf.seats(1)?.taken]).toEqual([11, 13])
})

it('makes another one when a description has changed', async () => {
  answering(whole(5, '"a"'), changes(5, 0), whole(20, '"b"'), changes(20, 3))
  const shelf = await loadShelf('F24')
  const next = await loadShelf('F24', shelf)
  expect(next).not.toBe(shelf)
  expect(next.tag).toBe('"b"')
})

it('passes the copy of the browser over when its seats are too old', async () => {
  const asked = answering(whole(5, '"a"'), gap(), whole(900, '"a"'), changes(905, 30))
  const shelf = await loadShelf('F24')
  expect(asked.map(({ cache }) => cache)).toEqual(['no-cache', undefined, 'reload', undefined])
  expect([shelf.number, shelf.seats(1)?.free]).toEqual([905, 0])
})

it('takes no older seats over than the event stream has told meanwhile', async () => {
  answering(whole(5, '"a"'), changes(9, 12), whole(5, '"a"'))
  const shelf = await loadShelf('F24')
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (!address.includes('/changes')) return fetch(address, init)
    shelf.count([[1, 15, 30]])
    shelf.number = 12
    return Promise.resolve(changes(11, 13))
  })
  await loadShelf('F24', shelf)
  expect([shelf.number, shelf.seats(1)?.taken]).toEqual([12, 15])
})
