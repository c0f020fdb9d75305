import { describe, expect, it } from 'vitest'
import { providerAnswer } from './provider_answer'

describe('what the provider sent somebody back with', () => {
  it('is a code and its state, or an error', () => {
    const query = { state: 's', code: 'c', iss: 'https://login.test', session_state: 'x' }
    expect(providerAnswer(query)).toEqual({ state: 's', code: 'c', iss: 'https://login.test' })
    expect(providerAnswer({ state: 's', error: 'access_denied' })).toEqual({
      state: 's',
      error: 'access_denied',
    })
  })

  it.each([[{}], [{ code: 'c' }], [{ state: null }], [{ state: ['a', 'b'] }]])(
    'is not %j',
    (query) => expect(providerAnswer(query)).toBeNull(),
  )
})
