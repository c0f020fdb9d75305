/** A column of a table; `sortable` where the order can be chosen. */
export interface Column {
  key: string
  label: string
  number?: boolean
  sortable?: boolean
}

export type Direction = 'ascending' | 'descending'

/** How a column is sorted by `sort`, which is its key, after a `-` when descending. */
export function directionOf(sort: string, key: string): Direction | undefined {
  if (sort === key) return 'ascending'
  return sort === `-${key}` ? 'descending' : undefined
}

/** What a click on the head of a column makes of `sort`. */
export function nextSort(sort: string, key: string): string {
  return sort === key ? `-${key}` : key
}

type Value = string | number | boolean | null | undefined

/** Rows by one of their values; those without one come last. */
export function sorted<Row>(
  rows: readonly Row[],
  sort: string,
  valueOf: (row: Row, key: string) => Value,
): Row[] {
  if (!sort) return [...rows]
  const descending = sort.startsWith('-')
  const key = descending ? sort.slice(1) : sort
  const sign = descending ? -1 : 1
  return [...rows].sort((one, other) => {
    const [a, b] = [valueOf(one, key), valueOf(other, key)]
    if (a === b) return 0
    if (a === null || a === undefined) return 1
    if (b === null || b === undefined) return -1
    return sign * compare(a, b)
  })
}

function compare(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'string' && typeof b === 'string')
    return a.localeCompare(b, undefined, { numeric: true })
  return Number(a) - Number(b)
}
