// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { Outcome } from '@/api/selections'
import { noteOutcome, useLine } from './useLine'

const OUTCOME: Outcome = {
  ticket_id: 'a',
  number: 7,
  section_id: 3,
  action: 'select',
  outcome: 'enrolled',
  decided_at: 1,
}
const ticket = (state: string) => ({ ...OUTCOME, id: 'a', state, accepted_at: 1 })

afterEach(() => vi.unstubAllGlobals())

it('asks for the list anew when an answer comes before it', async () => {
  let tell: (list: Response) => void = () => undefined
  const late = new Promise<Response>((resolve) => (tell = resolve))
  const fetched = vi.fn().mockReturnValueOnce(late)
  fetched.mockImplementation(() => Promise.resolve(Response.json({ items: [ticket('enrolled')] })))
  vi.stubGlobal('fetch', fetched)
  const scope = effectScope()
  const { tickets } = scope.run(useLine) as ReturnType<typeof useLine>
  noteOutcome(OUTCOME)
  tell(Response.json({ items: [ticket('pending')] }))
  await vi.waitFor(() => expect(tickets.value.map(({ state }) => state)).toEqual(['enrolled']))
  expect(fetched).toHaveBeenCalledTimes(2)
  scope.stop()
})
