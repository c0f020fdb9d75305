import type { LocationQuery } from 'vue-router'
import type { ProviderAnswer } from '@/api/sign_in'

const NAMES = ['state', 'code', 'error', 'iss'] as const

/** What the provider wrote into the address, or null where it sent nobody here. */
export function providerAnswer(query: LocationQuery): ProviderAnswer | null {
  const given: Partial<ProviderAnswer> = {}
  for (const name of NAMES) {
    const value = query[name]
    if (typeof value === 'string') given[name] = value
  }
  return given.state === undefined ? null : { ...given, state: given.state }
}
