import { shallowRef } from 'vue'
import { getHealth, type Door } from '@/api/cockpit'
import { listTerms, type Term } from '@/api/terms'
import type { Doors } from './nodes'
import { usePolling } from './usePolling'

const EVERY_MS = 3000
const NAMES: readonly Door[] = ['auth', 'teacher', 'student']

/** The doors and the data node, which answers when terms are asked for. */
export function useNodes() {
  const doors = shallowRef<Doors>({ auth: null, teacher: null, student: null })
  const data = shallowRef<boolean | null>(null)
  const terms = shallowRef<Term[]>([])

  async function look(): Promise<void> {
    const asked = listTerms().then(
      (found) => {
        terms.value = found
        return true
      },
      () => false,
    )
    const [auth, teacher, student] = await Promise.all(NAMES.map(getHealth))
    if (auth && teacher && student) doors.value = { auth, teacher, student }
    data.value = await asked
  }

  usePolling(look, EVERY_MS)
  return { doors, data, terms }
}
