/** What a registration code still is, and what is typed to make some. */

export type CodeState = 'open' | 'used' | 'expired'

interface Counted {
  uses: number
  max_uses: number
  expires_at: number
}

/** `now` is Unix seconds. */
export function stateOf(code: Counted, now: number): CodeState {
  if (code.uses >= code.max_uses) return 'used'
  return code.expires_at <= now ? 'expired' : 'open'
}

/** A whole number from `least` to `most`; what is none becomes `least`. */
export function bounded(text: string, least: number, most: number): number {
  const number = Math.trunc(Number(text))
  return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : least
}
