import { effectScope, onScopeDispose } from 'vue'
import { expect, it, vi } from 'vitest'
import { shared } from './shared'

it('is made once, kept while somebody uses it, and made anew after that', () => {
  const ended = vi.fn()
  const make = vi.fn(() => {
    onScopeDispose(ended)
    return {}
  })
  const use = shared(make)
  const [one, other] = [effectScope(true), effectScope(true)]
  const first = one.run(use)
  expect(other.run(use)).toBe(first)
  one.stop()
  expect(ended).not.toHaveBeenCalled()
  other.stop()
  expect(ended).toHaveBeenCalledOnce()
  expect(effectScope(true).run(use)).not.toBe(first)
  expect(make).toHaveBeenCalledTimes(2)
})
