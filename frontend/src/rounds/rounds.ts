/** When a round is open, and what a student may do by the rounds of a term. All times are Unix seconds. */

export type Phase = 'next' | 'now' | 'over'
export type RoundAction = 'select' | 'drop' | 'swap'

export const ACTIONS: readonly RoundAction[] = ['select', 'swap', 'drop']

export interface Window {
  readonly opens_at: number
  readonly closes_at: number
}

export interface OwnWindow extends Window {
  readonly actions: readonly RoundAction[]
}

/** Open from the opening until just before the closing, as the server has it. */
export function phaseOf({ opens_at, closes_at }: Window, now: number): Phase {
  if (now < opens_at) return 'next'
  return now < closes_at ? 'now' : 'over'
}

export interface Standing<R> {
  /** Those that are open. */
  readonly open: readonly R[]
  /** The next one to open. */
  readonly next: R | null
  /** The last one that is over. */
  readonly last: R | null
}

/** How the rounds of one student stand. */
export function standingOf<R extends Window>(rounds: readonly R[], now: number): Standing<R> {
  const inPhase = (phase: Phase): R[] => rounds.filter((round) => phaseOf(round, now) === phase)
  const [next = null] = inPhase('next').sort((one, other) => one.opens_at - other.opens_at)
  const [last = null] = inPhase('over').sort((one, other) => other.closes_at - one.closes_at)
  return { open: inPhase('now'), next, last }
}

/** Whether a round that is open allows `action`. */
export function allows(rounds: readonly OwnWindow[], action: RoundAction, now: number): boolean {
  return rounds.some((round) => phaseOf(round, now) === 'now' && round.actions.includes(action))
}

/** The next round to open that allows `action`. */
export function nextFor<R extends OwnWindow>(
  rounds: readonly R[],
  action: RoundAction,
  now: number,
): R | undefined {
  const coming = rounds.filter(
    (round) => phaseOf(round, now) === 'next' && round.actions.includes(action),
  )
  return coming.sort((one, other) => one.opens_at - other.opens_at)[0]
}

const DAY = 86_400

/** The whole days left, and the rest as `HH:MM:SS`; a second begun counts whole. */
export function countdown(seconds: number): { readonly days: number; readonly clock: string } {
  const left = Math.max(0, Math.ceil(seconds))
  const parts = [Math.floor((left % DAY) / 3600), Math.floor((left % 3600) / 60), left % 60]
  return {
    days: Math.floor(left / DAY),
    clock: parts.map((part) => String(part).padStart(2, '0')).join(':'),
  }
}

/** The names in a text with commas, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,，、]/u).map((name) => name.trim()))].filter(Boolean)
}
