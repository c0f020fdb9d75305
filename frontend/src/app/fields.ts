import { Problem } from '@/api/client'

const PREFIX = 'body.'

/** What is wrong with each field that a node refused, by the field's name. */
export function fieldProblems(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries(
    error.errors.map(({ where, message }) => [
      where.startsWith(PREFIX) ? where.slice(PREFIX.length) : where,
      message,
    ]),
  )
}
