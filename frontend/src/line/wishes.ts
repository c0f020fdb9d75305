/**
 * One Idempotency-Key a wish, from the first click until its answer. Whatever is clicked or lost in
 * between (a double click, a reload, a connection), the server sees one request.
 */

import type { Selection } from '@/api/selections'
import type { Store } from '@/plan/plan'

const OLDEST_MS = 24 * 60 * 60 * 1000

interface Kept {
  readonly key: string
  readonly at: number
  /** The tickets that it became, once that is known. */
  readonly tickets: readonly string[]
}

type Book = Record<string, Kept>

export class Wishes {
  constructor(
    private readonly store: Store,
    private readonly user: string,
    private readonly now: () => number,
    private readonly newKey: () => string,
  ) {}

  /** The key of a wish: the one it has, or a new one. */
  keyOf(selections: readonly Selection[]): string {
    const book = this.load()
    const name = nameOf(selections)
    const kept = (book[name] ??= { key: this.newKey(), at: this.now(), tickets: [] })
    this.save(book)
    return kept.key
  }

  /** The wish became these tickets; it ends when they all have. */
  accepted(selections: readonly Selection[], tickets: readonly string[]): void {
    const book = this.load()
    const name = nameOf(selections)
    const kept = book[name]
    if (!kept) return
    if (tickets.length) book[name] = { ...kept, tickets }
    else Reflect.deleteProperty(book, name)
    this.save(book)
  }

  /** It was refused for good: the next click is a new wish. */
  forget(selections: readonly Selection[]): void {
    this.accepted(selections, [])
  }

  /** Forget the wishes of which no ticket waits any more. */
  ended(waits: (ticket: string) => boolean): void {
    const kept = Object.entries(this.load()).filter(
      ([, wish]) => wish.tickets.length === 0 || wish.tickets.some(waits),
    )
    this.save(Object.fromEntries(kept))
  }

  private load(): Book {
    try {
      const book = JSON.parse(this.store.getItem(this.name) ?? '{}') as Book
      const young = Object.entries(book).filter(([, { at }]) => this.now() - at < OLDEST_MS)
      return Object.fromEntries(young)
    } catch {
      return {}
    }
  }

  private save(book: Book): void {
    try {
      this.store.setItem(this.name, JSON.stringify(book))
    } catch {
      // Without a store the keys last as long as one request, which the server still counts once.
    }
  }

  private get name(): string {
    return `wishes:${this.user}`
  }
}

function nameOf(selections: readonly Selection[]): string {
  return selections
    .map(({ action, section_id, linked = [], wishes, ...rest }) =>
      [
        action,
        wishes ? JSON.stringify(wishes) : section_id,
        ...linked,
        ...(rest.instead_of ? ['for', rest.instead_of] : []),
        ...(rest.all_or_nothing ? ['whole'] : []),
        ...(rest.wait ? ['or wait'] : []),
        ...(rest.credits === undefined ? [] : ['credits', rest.credits]),
        ...(rest.credits_of ? ['credits', JSON.stringify(rest.credits_of)] : []),
      ].join(' '),
    )
    .join(', ')
}
