const SHORTEST = 8 // characters, as the server has it
const LONGEST = 128
const TELLING_NAME = 3

export type Weakness = 'short' | 'long' | 'name' | null

/** What the server would refuse at once; it knows common passwords as well. */
export function weaknessOf(password: string, username: string): Weakness {
  const characters = [...password.normalize('NFC')].length
  if (characters < SHORTEST) return 'short'
  if (characters > LONGEST) return 'long'
  const name = username.trim().toLowerCase()
  const named = name.length >= TELLING_NAME && password.toLowerCase().includes(name)
  return named ? 'name' : null
}
