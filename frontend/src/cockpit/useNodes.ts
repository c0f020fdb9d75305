import { shallowRef } from 'vue'
import { getNodes } from '@/api/cockpit'
import { Problem } from '@/api/client'
import { listTerms, type Term } from '@/api/terms'
import { nodeStates, nothingSeen, type NodeState } from './nodes'
import { usePolling } from './usePolling'

const EVERY_MS = 3000

/** All nodes as the staff door sees them, and the terms. */
export function useNodes() {
  const nodes = shallowRef<NodeState[]>([])
  const terms = shallowRef<Term[]>([])

  async function look(): Promise<void> {
    const asked = listTerms().catch(() => terms.value)
    nodes.value = await getNodes().then(nodeStates, (error: unknown) =>
      nothingSeen(error instanceof Problem && !error.offline),
    )
    terms.value = await asked
  }

  usePolling(look, EVERY_MS)
  return { nodes, terms }
}
