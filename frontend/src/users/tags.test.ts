import { expect, test } from 'vitest'
import type { TagResult } from '@/api/tags'
import { countsOf, difference, inOrder, namesIn, takenBack } from './tags'

const result = (
  who: string,
  status: TagResult['status'],
  before: string[] = [],
  after: string[] = [],
): TagResult => ({ who, status, id: 1, username: who, name: who, before, after })

const RESULTS = [
  result('bo', 'unchanged', ['honours'], ['honours']),
  result('ann', 'changed', ['exchange'], ['honours']),
  result('cy', 'changed', [], ['honours']),
  result('di', 'changed', ['exchange', 'late'], ['late', 'honours']),
  { ...result('nobody', 'unknown'), username: null },
]

test('names are pasted in any form, each counts once', () => {
  expect(namesIn(' ann, bo\ncy；ann\t\n20260001、di ')).toEqual([
    'ann',
    'bo',
    'cy',
    '20260001',
    'di',
  ])
  expect(namesIn(' \n')).toEqual([])
})

test('only what is different is added and removed', () => {
  expect(difference(['a', 'b'], ['b', 'c'])).toEqual({ add: ['c'], remove: ['a'] })
})

test('whoever is unknown comes first and is counted', () => {
  expect(inOrder(RESULTS).map(({ who }) => who)).toEqual(['nobody', 'ann', 'cy', 'di', 'bo'])
  expect(countsOf(RESULTS)).toEqual({ unknown: 1, changed: 3, unchanged: 1 })
})

test('a change is taken back for those alone whom it changed', () => {
  expect(takenBack(RESULTS)).toEqual([
    { who: ['ann', 'di'], add: ['exchange'], remove: ['honours'] },
    { who: ['cy'], add: [], remove: ['honours'] },
  ])
})
