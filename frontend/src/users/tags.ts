/** Tags as people type them, and what a change of tags comes to. */
import type { TagResult, TagWish } from '@/api/tags'

export const MOST_STUDENTS = 5000 // a change

const BETWEEN_NAMES = /[\s,;，；、]+/

/** The user names or ids in a text that somebody pasted, each once. */
export const namesIn = (text: string): string[] => [
  ...new Set(text.split(BETWEEN_NAMES).filter(Boolean)),
]

/** What has to be added and removed to come from one list of tags to another. */
export function difference(
  before: readonly string[],
  after: readonly string[],
): { add: string[]; remove: string[] } {
  return {
    add: after.filter((tag) => !before.includes(tag)),
    remove: before.filter((tag) => !after.includes(tag)),
  }
}

const ORDER = { unknown: 0, changed: 1, unchanged: 2 } as const

/** Those who need a look come first. */
export const inOrder = (results: readonly TagResult[]): TagResult[] =>
  [...results].sort((a, b) => ORDER[a.status] - ORDER[b.status])

/** How many ended in which way. */
export function countsOf(results: readonly TagResult[]): Record<TagResult['status'], number> {
  const counts = { unknown: 0, changed: 0, unchanged: 0 }
  for (const { status } of results) counts[status] += 1
  return counts
}

/** What takes a change back: one wish for all to whom the same happened. */
export function takenBack(results: readonly TagResult[]): TagWish[] {
  const wishes = new Map<string, TagWish>()
  for (const { status, username, before, after } of results) {
    if (status !== 'changed' || !username) continue
    const back = difference(after ?? [], before ?? [])
    const key = JSON.stringify(back)
    const wish = wishes.get(key) ?? { ...back, who: [] }
    wish.who.push(username)
    wishes.set(key, wish)
  }
  return [...wishes.values()]
}
