import { shallowRef } from 'vue'
import type { LoginAnswer } from '@/api/auth'
import { answerPasskey, askPasskey, confirmPasskey, startPasskey } from '@/api/passkeys'
import { knowsPasskeys, makePasskey, showPasskey } from './browser'

/** Whether a passkey is no way, one of two, or the only one beside recovery codes. */
export type Way = 'none' | 'also' | 'only'

/** What passkeys do for a login: whether they are a way, and the two that they are. */
export function usePasskeys() {
  const way = shallowRef<Way>('none')

  function note(answer: LoginAnswer): void {
    if (answer.status === 'passkey_required') way.value = 'only'
    else way.value = 'passkey' in answer && answer.passkey && knowsPasskeys() ? 'also' : 'none'
  }

  async function show(challenge: string): Promise<LoginAnswer> {
    return answerPasskey(await showPasskey(await askPasskey(challenge), challenge))
  }

  async function make(challenge: string, name: string): Promise<LoginAnswer> {
    return confirmPasskey(await makePasskey(await startPasskey(challenge), challenge, name))
  }

  return { way, note, show, make }
}
