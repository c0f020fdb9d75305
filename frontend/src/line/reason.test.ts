import { expect, it } from 'vitest'
import { valuesIn } from './reason'

it('finds the values in the sentences that hold some', () => {
  const clash = 'This section meets at the same time as CSCI-1100 (72013), which you hold.'
  expect(valuesIn('time_clash', clash)).toEqual({ other: 'CSCI-1100 (72013)' })
  const limit = 'With this section you would have 25.5 credits; your limit is 24.'
  expect(valuesIn('credit_limit', limit)).toEqual({ credits: '25.5', limit: '24' })
})

it('needs none in the others, and says when a sentence has changed', () => {
  expect(valuesIn('section_full', 'All seats of this section are taken.')).toEqual({})
  expect(valuesIn('time_clash', 'It clashes.')).toBeNull()
})
