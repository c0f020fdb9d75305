export const CODE_LENGTH = 6

/** The digits of what was typed or pasted, full-width ones too, no more than a code has. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH)
}
