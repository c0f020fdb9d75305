/** A colour of its own for each course, the same on every page and day. */

const HUES = [212, 145, 32, 280, 340, 182, 60, 250, 100, 310] // degrees on the wheel

export function hueOf(course: string): number {
  let sum = 0
  for (const character of course) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return HUES[sum % HUES.length] ?? 212
}
