/** How the nodes are, from what the doors say and from whether those behind them answer. */
import type { Health } from '@/api/cockpit'

export type Word = 'online' | 'degraded' | 'offline' | 'unknown'

export interface NodeState {
  node: 'gateway' | 'auth' | 'teacher' | 'student' | 'queue' | 'data'
  word: Word
  trouble: string
}

export type Doors = Record<'auth' | 'teacher' | 'student', Health | null>

export interface Behind {
  /** Whether the question went through; null is not asked yet. */
  queue: boolean | null
  data: boolean | null
  trouble: string
}

/** All six, in the order of a request. */
export function nodeStates(doors: Doors, behind: Behind): NodeState[] {
  const { auth, teacher, student } = doors
  const answers = [auth, teacher, student].filter((health) => health !== null)
  const any = answers.some(({ status }) => status !== 'offline')
  return [
    {
      node: 'gateway',
      word: answers.length ? (any ? 'online' : 'offline') : 'unknown',
      trouble: '',
    },
    door('auth', auth),
    door('teacher', teacher),
    door('student', student),
    { ...behindDoor('queue', behind.queue, teacher), trouble: behind.trouble },
    behindDoor('data', behind.data, teacher),
  ]
}

function door(node: NodeState['node'], health: Health | null): NodeState {
  if (!health) return { node, word: 'unknown', trouble: '' }
  const trouble = Object.values(health.trouble ?? {}).join('; ')
  if (health.status === 'offline') return { node, word: 'offline', trouble }
  return { node, word: health.status === 'ok' ? 'online' : 'degraded', trouble }
}

function behindDoor(
  node: NodeState['node'],
  answers: boolean | null,
  teacher: Health | null,
): NodeState {
  const hidden = answers === null || (!answers && teacher?.status === 'offline')
  return { node, word: hidden ? 'unknown' : answers ? 'online' : 'offline', trouble: '' }
}
