import { expect, it } from 'vitest'
import { idsOf, numbersIn } from './numbers'

it('finds the sections whose numbers were typed, and says which there are not', () => {
  expect(numbersIn(' 10001, 10002  10001，7')).toEqual(['10001', '10002', '7'])
  const sections = [
    { id: 4, number: '10001' },
    { id: 5, number: '10002' },
  ]
  expect(idsOf(['10002', '7'], sections)).toEqual({ ids: [5], missing: ['7'] })
})
