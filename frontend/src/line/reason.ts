/** The values in a server's sentence, so that it can be said in another language. */

const PATTERNS: Record<string, RegExp> = {
  time_clash: /same time as (?<other>.+), which/,
  credit_limit: /would have (?<credits>[\d.]+) credits; your limit is (?<limit>\d+(\.\d+)?)/,
}

/** null when a sentence of this code should hold values and does not. */
export function valuesIn(code: string, sentence: string): Record<string, string> | null {
  const pattern = PATTERNS[code]
  return pattern ? (pattern.exec(sentence)?.groups ?? null) : {}
}
