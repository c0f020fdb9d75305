/** A term's shelf, and bringing it up to date with as little as possible. */
import { markRaw } from 'vue'
import { getSeatChanges, getWhole } from '@/api/catalogue'
import { Problem } from '@/api/problem'
import { nextTask } from '@/app/turns'
import { Shelf } from './shelf'

/** The shelf of `term`; `known` itself, with the seats of now, while no description has changed. */
export async function loadShelf(term: string, known?: Shelf): Promise<Shelf> {
  const answer = await getWhole(term, known?.tag ?? null)
  if (!answer && !known) return loadFresh(term)
  const shelf = answer ? await shelfOf(answer) : known
  try {
    return await upToDate(shelf as Shelf)
  } catch (error) {
    if (error instanceof Problem && error.code === 'feed_gap') return loadFresh(term)
    throw error
  }
}

async function loadFresh(term: string): Promise<Shelf> {
  const answer = await getWhole(term, null, true)
  if (!answer) throw new Problem(0, 'offline', '')
  return upToDate(await shelfOf(answer))
}

async function upToDate(shelf: Shelf): Promise<Shelf> {
  const { number, seats } = await getSeatChanges(shelf.number)
  if (number <= shelf.number) return shelf // the event stream has told all this and more meanwhile
  shelf.count(seats)
  shelf.number = number
  return shelf
}

type Found = NonNullable<Awaited<ReturnType<typeof getWhole>>>

async function shelfOf({ tag, whole }: Found): Promise<Shelf> {
  await nextTask() // reading thousands of sections was work enough for one
  return markRaw(new Shelf(whole.items, whole.number, tag))
}
