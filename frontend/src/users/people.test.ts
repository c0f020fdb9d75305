import { expect, test } from 'vitest'
import { readDelimited } from '@/app/delimited'
import { peopleOf } from './people'

test('columns come in any order and in Chinese', () => {
  const { rows, missing } = peopleOf(readDelimited('姓名;用户名;邮箱\n李雷;lilei;ll@uni.example'))
  expect(missing).toEqual([])
  expect(rows).toEqual([
    { line: 2, username: 'lilei', name: '李雷', email: 'll@uni.example', group: '', password: '' },
  ])
})

test('names what is missing and what is not read', () => {
  const { missing, ignored } = peopleOf(readDelimited('username,Phone\nann,1'))
  expect(missing).toEqual(['name', 'email'])
  expect(ignored).toEqual(['phone'])
})

test('an empty file has nobody in it', () => {
  expect(peopleOf([]).rows).toEqual([])
})
