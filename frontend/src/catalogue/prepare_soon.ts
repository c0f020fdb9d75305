/** Prepares a shelf for searching while the page has nothing else to do. */
import type { Shelf } from './shelf'

const AT_ONCE = 250 // sections: some milliseconds, on a phone too

// Safari tells nothing of idle times.
const later = (work: () => void): unknown =>
  typeof requestIdleCallback === 'function' ? requestIdleCallback(work) : setTimeout(work)

export function prepareSoon(shelf: Shelf): void {
  later(() => {
    if (!shelf.prepare(AT_ONCE)) prepareSoon(shelf)
  })
}
