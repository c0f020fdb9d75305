import { computed, shallowRef } from 'vue'
import {
  getFigures,
  getLine,
  type LineFigures,
  type LineSecond,
  type LineState,
} from '@/api/cockpit'
import { secondsLeft, withSeconds } from './samples'
import { usePolling } from './usePolling'

const EVERY_MS = 1000

/** The line and what it did, looked at every second. */
export function useLine() {
  const state = shallowRef<LineState | null>(null)
  const figures = shallowRef<LineFigures | null>(null)
  const seconds = shallowRef<LineSecond[]>([])
  const error = shallowRef<unknown>(null)

  function take(answer: LineState): void {
    state.value = answer
    error.value = null
  }

  async function look(): Promise<void> {
    try {
      const asked = getFigures(seconds.value.at(-1)?.at ?? 0)
      const [answer, told] = await Promise.all([getLine(), asked])
      take(answer)
      figures.value = told
      seconds.value = withSeconds(seconds.value, told.seconds)
    } catch (problem) {
      error.value = problem
    }
  }

  usePolling(look, EVERY_MS)
  const left = computed(() => {
    const now = state.value
    return now && secondsLeft(now.pending, now.drain_per_s, Boolean(now.paused))
  })
  return { state, figures, seconds, error, left, take }
}
