/** How the nodes are, from what the staff door found out about all copies of them. */
import type { NodeCopy } from '@/api/cockpit'

export const NODES = ['gateway', 'auth', 'student', 'teacher', 'queue', 'data'] as const
export type NodeName = (typeof NODES)[number]

export interface NodeState {
  /** Differs from all others. */
  key: string
  node: NodeName
  /** Which of several copies it is, from 1; 0 where there is one alone. */
  copy: number
  word: NodeCopy['word']
  /** What is wrong with which part, in words. */
  trouble: Record<string, string>
  process: NodeCopy['process']
}

const SUFFIX = /_node$/

/** All copies, in the order of a request. The answer came through a gateway, so that one is well. */
export function nodeStates(copies: readonly NodeCopy[]): NodeState[] {
  return NODES.flatMap((node) => {
    const same = copies.filter(({ service }) => service.replace(SUFFIX, '') === node)
    return same.map((copy, place) => {
      const seen = node === 'gateway' && copy.word === 'unknown'
      return {
        key: `${copy.service} ${copy.address}`,
        node,
        copy: same.length > 1 ? place + 1 : 0,
        word: seen ? 'online' : copy.word,
        trouble: seen ? {} : (copy.trouble as Record<string, string>),
        process: copy.process,
      }
    })
  })
}

/** What one knows when the staff door gave no answer: nothing but that. */
export function nothingSeen(gatewayAnswers: boolean): NodeState[] {
  const known: Partial<Record<NodeName, NodeCopy['word']>> = {
    gateway: gatewayAnswers ? 'online' : 'offline',
    teacher: 'offline',
  }
  return NODES.map((node) => ({
    key: node,
    node,
    copy: 0,
    word: known[node] ?? 'unknown',
    trouble: {},
    process: null,
  }))
}
