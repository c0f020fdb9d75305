import { computed, shallowRef } from 'vue'
import { getLine, type LineState } from '@/api/cockpit'
import { secondsLeft, withSample, type Sample } from './samples'
import { usePolling } from './usePolling'

const EVERY_MS = 1000

/** The line, looked at every second. */
export function useLine() {
  const state = shallowRef<LineState | null>(null)
  const samples = shallowRef<Sample[]>([])
  const error = shallowRef<unknown>(null)

  function take(answer: LineState): void {
    state.value = answer
    error.value = null
  }

  async function look(): Promise<void> {
    const begun = performance.now()
    try {
      const answer = await getLine()
      take(answer)
      samples.value = withSample(samples.value, {
        at: Date.now() / 1000,
        paused: Boolean(answer.paused),
        pending: answer.pending,
        lastNumber: answer.last_number,
        latency: performance.now() - begun,
      })
    } catch (problem) {
      error.value = problem
    }
  }

  usePolling(look, EVERY_MS)
  const left = computed(() => {
    const now = state.value
    return now && secondsLeft(now.pending, now.drain_per_s, Boolean(now.paused))
  })
  return { state, samples, error, left, take }
}
