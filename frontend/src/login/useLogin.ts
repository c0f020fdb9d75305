import { ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import {
  answerTotp,
  choosePassword,
  confirmTotp,
  logIn,
  type LoginAnswer,
  type Role,
} from '@/api/auth'
import { Problem } from '@/api/client'
import { finishSignIn, type ProviderAnswer } from '@/api/sign_in'
import { begin } from '@/api/session'
import { useAction } from '@/app/useAction'
import { usePasskeys } from '@/passkeys/usePasskeys'
import { homeOf } from '@/app/router'
import { localPath } from './next'
import { useStorm } from './useStorm'

export type Step = 'credentials' | 'provider' | 'totp' | 'setup' | 'recovery' | 'password'

const STEPS = {
  totp_required: 'totp',
  passkey_required: 'totp',
  totp_setup_required: 'setup',
  password_change_required: 'password',
} as const

/** A login from the first field to the first page, whatever has to be set up on the way. */
export function useLogin() {
  const step = ref<Step>('credentials')
  const challenge = shallowRef('')
  const recoveryCodes = shallowRef<string[]>([])
  let wanted: unknown = null
  let afterwards = (): Promise<void> => Promise.resolve()
  const { busy, error, run } = useAction()
  const storm = useStorm()
  const passkeys = usePasskeys()
  const route = useRoute()
  const router = useRouter()

  async function take(answer: LoginAnswer): Promise<void> {
    const codes = 'recovery_codes' in answer ? (answer.recovery_codes ?? []) : []
    if (!codes.length) return await goOn(answer)
    recoveryCodes.value = codes
    afterwards = () => goOn(answer)
    step.value = 'recovery'
  }

  async function goOn(answer: LoginAnswer): Promise<void> {
    if (answer.status !== 'ok') {
      challenge.value = answer.challenge
      passkeys.note(answer)
      step.value = STEPS[answer.status]
      return
    }
    begin(answer)
    const home = homeOf(answer.user.role as Role)
    await router.replace(localPath(wanted ?? route.query.next) ?? home)
  }

  async function attempt(ask: () => Promise<LoginAnswer>): Promise<void> {
    await run(async () => take(await storm.through(ask)))
    if (error.value instanceof Problem && error.value.code === 'challenge_expired') {
      step.value = 'credentials'
    }
  }

  async function comeBack(answer: ProviderAnswer): Promise<void> {
    await attempt(async () => {
      const { login, next } = await finishSignIn(answer)
      wanted = next === '/' ? null : next
      return login
    })
    if (error.value) step.value = 'credentials'
  }

  function restart(): void {
    step.value = 'credentials'
    error.value = null
  }

  return {
    step,
    challenge,
    recoveryCodes,
    error,
    busy,
    storm,
    passkey: passkeys.way,
    restart,
    comeBack,
    enter: (name: string, password: string) => attempt(() => logIn(name, password)),
    answer: (code: string) => attempt(() => answerTotp(challenge.value, code)),
    confirm: (code: string) => attempt(() => confirmTotp(challenge.value, code)),
    show: () => attempt(() => passkeys.show(challenge.value)),
    make: (name: string) => attempt(() => passkeys.make(challenge.value, name)),
    kept: () => run(afterwards),
    choose: (password: string) => attempt(() => choosePassword(challenge.value, password)),
  }
}
