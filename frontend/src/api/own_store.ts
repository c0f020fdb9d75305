/** What this browser keeps for whoever is logged in, for a time without a network. It goes when they go. */

const PREFIX = 'own:'

/** Under which it is in the browser's store. */
export const ownKey = (name: string): string => PREFIX + name

export interface Kept<T> {
  /** When it was true, in ms. */
  readonly at: number
  readonly value: T
}

export function keepOwn(name: string, value: unknown, at = Date.now()): void {
  try {
    localStorage.setItem(ownKey(name), JSON.stringify({ at, value }))
  } catch {
    // A full or forbidden store costs only the copy for a time without a network.
  }
}

/** What is kept under `name`, if `fits` finds it whole. */
export function keptOwn<T>(name: string, fits: (value: T) => boolean): Kept<T> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(ownKey(name)) ?? 'null') as Kept<T> | null
    return kept && fits(kept.value) ? kept : null
  } catch {
    return null
  }
}

export function forgetOwn(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
}
