import { Problem } from '@/api/client'
import type { FieldError } from '@/api/problem'
import { useFaultText } from './problems'

const PREFIX = 'body.'

/** What is wrong with each field that a node refused, by the field's name. */
export function fieldProblems(
  error: unknown,
  say: (fault: FieldError) => string = ({ message }) => message,
): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries(error.errors.map((fault) => [nameOf(fault.where), say(fault)]))
}

/** The same as a function that speaks the page's language. */
export function useFieldProblems(): (error: unknown) => Record<string, string> {
  const say = useFaultText()
  return (error) => fieldProblems(error, say)
}

const nameOf = (where: string): string =>
  where.startsWith(PREFIX) ? where.slice(PREFIX.length) : where
