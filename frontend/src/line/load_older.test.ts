import { QueryClient, QueryObserver } from '@tanstack/vue-query'
import { expect, it, vi } from 'vitest'
import { loadOlder } from './load_older'

const KEY = ['selections']

function watched(client: QueryClient, key: string[], queryFn: () => Promise<string>) {
  const observer = new QueryObserver(client, { queryKey: key, queryFn, staleTime: Infinity })
  observer.subscribe(() => undefined)
  return () => client.getQueryData<string>(key)
}

it('replaces what was loaded before', async () => {
  const client = new QueryClient()
  const ask = vi.fn().mockResolvedValueOnce('pending').mockResolvedValue('enrolled')
  const shown = watched(client, KEY, ask)
  await vi.waitFor(() => expect(shown()).toBe('pending'))
  await loadOlder(client)
  expect(shown()).toBe('enrolled')
})

it('asks anew where the answer is under way', async () => {
  const client = new QueryClient()
  const never = new Promise<string>(() => undefined)
  const ask = vi.fn().mockReturnValueOnce(never).mockResolvedValue('enrolled')
  const shown = watched(client, KEY, ask)
  await loadOlder(client)
  expect(shown()).toBe('enrolled')
})

it('leaves alone what no answer changes', async () => {
  const client = new QueryClient()
  const ask = vi.fn().mockResolvedValue('F26')
  const shown = watched(client, ['terms'], ask)
  await vi.waitFor(() => expect(shown()).toBe('F26'))
  await loadOlder(client)
  expect(ask).toHaveBeenCalledTimes(1)
})
