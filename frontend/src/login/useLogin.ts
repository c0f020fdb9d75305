import { ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { answerTotp, choosePassword, confirmTotp, logIn, type LoginAnswer } from '@/api/auth'
import { Problem } from '@/api/client'
import { begin } from '@/api/session'
import { homeOf } from '@/app/router'
import { localPath } from './next'

export type Step = 'credentials' | 'totp' | 'setup' | 'password'

const STEPS = {
  totp_required: 'totp',
  totp_setup_required: 'setup',
  password_change_required: 'password',
} as const

/** A login from the first field to the first page. */
export function useLogin() {
  const step = ref<Step>('credentials')
  const challenge = ref('')
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  const route = useRoute()
  const router = useRouter()

  async function take(answer: LoginAnswer): Promise<void> {
    if (answer.status !== 'ok') {
      challenge.value = answer.challenge
      step.value = STEPS[answer.status]
      return
    }
    begin(answer)
    const role = answer.user.role as 'student' | 'teacher' | 'admin'
    await router.replace(localPath(route.query.next) ?? homeOf(role))
  }

  async function attempt(ask: () => Promise<LoginAnswer>): Promise<void> {
    busy.value = true
    error.value = null
    try {
      await take(await ask())
    } catch (problem) {
      error.value = problem
      if (problem instanceof Problem && problem.code === 'challenge_expired') restart(problem)
    } finally {
      busy.value = false
    }
  }

  function restart(reason: unknown = null): void {
    step.value = 'credentials'
    error.value = reason
  }

  return {
    step,
    challenge,
    error,
    busy,
    restart,
    enter: (name: string, password: string) => attempt(() => logIn(name, password)),
    answer: (code: string) => attempt(() => answerTotp(challenge.value, code)),
    confirm: (code: string) => attempt(() => confirmTotp(challenge.value, code)),
    choose: (password: string) => attempt(() => choosePassword(challenge.value, password)),
  }
}
