import { expect, it } from 'vitest'
import { seal, unseal } from './sealed'

const [KEY, OTHER] = ['A', 'B'].map((letter) => btoa(letter.repeat(32))) as [string, string]

it('hides a text from all who do not have the key', async () => {
  const sealed = await seal(KEY, '{"F24":[72013]} 计划')
  expect(sealed).not.toContain('72013')
  expect(await unseal(KEY, sealed)).toBe('{"F24":[72013]} 计划')
  expect(await unseal(OTHER, sealed)).toBeNull()
})

it('never hides it twice in the same way', async () => {
  expect(await seal(KEY, 'x')).not.toBe(await seal(KEY, 'x'))
})

it('takes what was changed for nothing', async () => {
  const sealed = await seal(KEY, 'text')
  expect(await unseal(KEY, `${sealed.slice(0, -4)}AAA=`)).toBeNull()
  expect(await unseal(KEY, 'no sealed text')).toBeNull()
})
