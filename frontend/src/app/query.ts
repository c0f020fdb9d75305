import { onlineManager, QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { watch, type Plugin } from 'vue'
import { Problem } from '@/api/client'
import { useSession } from '@/api/session'

const MOST_RETRIES = 3
const FRESH_MS = 10_000
const LONGEST_PAUSE_MS = 15_000

const isPassing = (error: unknown): boolean =>
  error instanceof Problem && (error.offline || [502, 503, 504].includes(error.status))

/** Whether the same request may well succeed a little later. */
export function worthRetrying(failures: number, error: unknown): boolean {
  return isPassing(error) && navigator.onLine && failures < MOST_RETRIES
}

/** Milliseconds until what failed is asked for once more by itself; false while nothing is wrong. */
export function askAgain({ state }: { state: { error: unknown } }): number | false {
  return isPassing(state.error) && LONGEST_PAUSE_MS
}

/** Milliseconds to wait: what the server says, else longer each time. */
export function pauseBefore(attempt: number, error: unknown): number {
  const told = error instanceof Problem ? error.retryAfter : null
  return Math.min((told ?? 2 ** attempt) * 1000, LONGEST_PAUSE_MS)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: worthRetrying,
      retryDelay: pauseBefore,
      networkMode: 'always', // without a network a page says so instead of waiting
      refetchOnReconnect: true,
      refetchInterval: askAgain,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

onlineManager.setOnline(navigator.onLine) // else it would not notice when a page opened offline gets a network

/** TanStack Query, which forgets everything when somebody else is at the screen. */
export const query: Plugin = {
  install(app) {
    app.use(VueQueryPlugin, { queryClient })
    const { person } = useSession()
    watch(
      () => person.value && `${person.value.role} ${person.value.id}`,
      () => queryClient.clear(),
    )
  },
}
