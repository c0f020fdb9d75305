/** The event stream: read by fetch, since an EventSource cannot show a token; comes back by itself. */
import { send } from './client'
import { EventFrames } from './event_frames'
import type { ServerEvent } from './event_frames'
import { Problem } from './problem'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
const SILENCE_MS = 40_000 // signs of life come every 15 s

export type Connection = 'connecting' | 'live' | 'away'

export interface Listener {
  /** The last event seen; asked whenever the stream is opened. */
  readonly after: () => number | null
  readonly take: (event: ServerEvent) => void
  readonly state: (connection: Connection) => void
}

/** Follow the events until the function that comes back is called. */
export function followEvents(listener: Listener): () => void {
  const stopped = new AbortController()
  void follow(listener, stopped.signal)
  return () => stopped.abort()
}

/** Milliseconds to wait before try `failures`; spread, so that thousands do not come back at once. */
export function pauseBefore(failures: number, random = Math.random): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
  return longest / 2 + (random() * longest) / 2
}

async function follow(listener: Listener, stopped: AbortSignal): Promise<void> {
  let failures = 0
  while (!stopped.aborted) {
    listener.state('connecting')
    try {
      await readOnce(listener, stopped, () => (failures = 0))
    } catch (error) {
      if (stopped.aborted || isFinal(error)) break
      failures += 1
    }
    if (stopped.aborted) break
    if (failures > 0) listener.state('away')
    await pause(pauseBefore(failures), stopped)
  }
}

async function readOnce(
  listener: Listener,
  stopped: AbortSignal,
  arrived: () => void,
): Promise<void> {
  const silence = new AbortController()
  const signal = AbortSignal.any([stopped, silence.signal])
  const after = listener.after()
  const headers = new Headers(after === null ? {} : { 'Last-Event-ID': String(after) })
  const response = await send('/student/events', { headers, signal, cache: 'no-store' })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const frames = new EventFrames()
  listener.state('live')
  arrived()
  while (reader) {
    const timer = setTimeout(() => silence.abort(), SILENCE_MS)
    const { done, value } = await reader.read().finally(() => clearTimeout(timer))
    if (done) return
    frames.take(value).forEach(listener.take)
  }
}

/** Whether coming back cannot help: the session is over, or this is nobody's stream. */
function isFinal(error: unknown): boolean {
  return error instanceof Problem && (error.status === 401 || error.status === 403)
}

/** Wait, but not longer than until the device is online again. */
function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      stopped.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done)
    stopped.addEventListener('abort', done)
  })
}
