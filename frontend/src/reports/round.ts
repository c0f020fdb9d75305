import type { LocationQuery } from 'vue-router'

/** The round in an address such as `?round=3`; null is the whole term. */
export function roundIn(query: LocationQuery): number | null {
  const number = Number(query.round)
  return Number.isSafeInteger(number) && number > 0 ? number : null
}

/** The address of a published report. */
export const addressOfReport = (code: string, round: number | null): string =>
  `/reports/${encodeURIComponent(code)}${round === null ? '' : `?round=${round}`}`
