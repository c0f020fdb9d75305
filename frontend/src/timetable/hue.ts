/** A colour of its own for each course, the same on every page and day. */

const GOLDEN_ANGLE = 137.508 // degrees; neighbours on the list are far apart on the wheel

export function hueOf(course: string): number {
  let sum = 0
  for (const character of course) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return Math.round(sum * GOLDEN_ANGLE) % 360
}
