import { useRouter } from 'vue-router'
import { end } from '@/api/session'
import { useNotices } from './notices'
import { useProblemText } from './problems'

/** Log out and go to the door. */
export function useLeave() {
  const { notify } = useNotices()
  const problemText = useProblemText()
  const router = useRouter()

  async function leave(): Promise<void> {
    try {
      await end()
      await router.push('/login')
    } catch (error) {
      notify(problemText(error), 'error')
    }
  }

  return { leave }
}
