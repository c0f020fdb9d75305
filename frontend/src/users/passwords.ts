/** Passwords to be handed out: made here, so that a lost answer loses none. */

const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789' // none that look alike
const GROUPS = 4
const GROUP_LENGTH = 4
const FAIR = 256 - (256 % SIGNS.length) // a byte from here on would favour some signs

/** A password such as `xk7m-p2qd-9htw-c4ve`. */
export function newPassword(randomByte: () => number = secureByte): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, () => sign(randomByte)).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

function sign(randomByte: () => number): string {
  let byte = randomByte()
  while (byte >= FAIR) byte = randomByte()
  return SIGNS.charAt(byte % SIGNS.length)
}

function secureByte(): number {
  return crypto.getRandomValues(new Uint8Array(1))[0] ?? 0
}
