const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

export const LONGEST_NAME = 50 // characters, as the server has it

/** What a passkey that is made here may be called, by what the browser says of its system. */
export function nameHere(agent: string, otherwise: string): string {
  return SYSTEMS.find(([sign]) => sign.test(agent))?.[1] ?? otherwise
}
