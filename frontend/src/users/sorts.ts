import type { UserSort } from '@/api/users'

/** What the list can be sorted by; descending with `-`. */
export const SORTS = [
  'name',
  '-name',
  'username',
  '-username',
  'email',
  '-email',
  'group',
  '-group',
  '-created',
  'created',
  'id',
  '-id',
] as const satisfies readonly UserSort[]

/** Those of them that are a column of the table. */
export const SORTED_COLUMNS = ['name', 'username', 'email', 'group']

/** A sort that an address holds; "" is none. */
export const sortOf = (text: unknown): UserSort | '' => SORTS.find((sort) => sort === text) ?? ''
