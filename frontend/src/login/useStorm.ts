import { onScopeDispose, readonly, ref } from 'vue'
import { Problem } from '@/api/client'

const SECOND_MS = 1000

/** Asks again by itself while very many people log in, and says where one stands. */
export function useStorm() {
  const place = ref<number | null>(null)
  const seconds = ref(0)
  const waiting = ref(false)
  let left = false

  async function through<T>(ask: () => Promise<T>): Promise<T> {
    left = false
    for (;;) {
      try {
        return await ask()
      } catch (problem) {
        if (!isBusy(problem)) throw problem
        await stand(problem)
        if (left) throw problem
      } finally {
        waiting.value = false
      }
    }
  }

  async function stand(problem: Problem): Promise<void> {
    place.value = typeof problem.values.place === 'number' ? problem.values.place : null
    seconds.value = problem.retryAfter ?? 1
    waiting.value = true
    while (seconds.value > 0 && !left) {
      await new Promise((resolve) => setTimeout(resolve, SECOND_MS))
      seconds.value -= 1
    }
  }

  const leave = (): void => {
    left = true
  }
  onScopeDispose(leave)
  return {
    place: readonly(place),
    seconds: readonly(seconds),
    waiting: readonly(waiting),
    through,
    leave,
  }
}

function isBusy(problem: unknown): problem is Problem {
  return problem instanceof Problem && problem.code === 'busy'
}
