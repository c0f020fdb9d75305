import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  changeUser,
  deleteUser,
  disableUser,
  enableUser,
  makeResetCode,
  resetPassword,
  unlinkProvider,
  type UserChanges,
  type UserRow,
} from '@/api/users'
import { useFieldProblems } from '@/app/fields'
import { useNotices } from '@/app/notices'
import { useProblemText } from '@/app/problems'
import { useAction } from '@/app/useAction'
import { useRefresh } from './useUsers'

export type UserAct = 'disable' | 'enable' | 'password' | 'reset2fa' | 'unlink' | 'delete'

/** Something that is shown once; `until` is Unix seconds. */
export interface Secret {
  kind: 'password' | 'code'
  text: string
  until?: number
}

/** One account and what can be done to it; `gone` says that there is no more to see. */
export function useUser(row: UserRow, gone: () => void) {
  const refresh = useRefresh()
  const { t } = useI18n()
  const { notify } = useNotices()
  const fieldProblems = useFieldProblems()
  const problemText = useProblemText()
  const { busy, error, run } = useAction()
  const user = ref<UserRow>({ ...row })
  const secret = shallowRef<Secret | null>(null)
  let left = false // whether nobody sees this account any more

  const acts: Record<UserAct, () => Promise<void>> = {
    disable: async () => void (user.value = await disableUser(user.value)),
    enable: async () => void (user.value = await enableUser(user.value)),
    async password() {
      secret.value = { kind: 'password', text: await resetPassword(user.value) }
    },
    async reset2fa() {
      const made = await makeResetCode(user.value.username)
      secret.value = { kind: 'code', text: made.reset_code, until: made.expires_at }
    },
    async unlink() {
      await unlinkProvider(user.value.username)
      user.value = { ...user.value, linked: false }
    },
    delete: () => deleteUser(user.value),
  }

  /** What takes an act back, where that can be done. */
  const back: Partial<Record<UserAct, UserAct>> = { disable: 'enable', enable: 'disable' }

  async function act(what: UserAct): Promise<void> {
    const done = await run(acts[what])
    if (done) tell(what)
    else if (error.value && left) notify(problemText(error.value), 'error')
  }

  function tell(what: UserAct): void {
    const undo = back[what]
    refresh()
    notify(
      t(`users.done.${what}`, { name: user.value.name }),
      'success',
      undo && (() => void act(undo)),
    )
    // Beneath a dialog nobody could reach the notice.
    if (undo || what === 'delete') {
      left = true
      gone()
    }
  }

  async function save(changes: UserChanges): Promise<void> {
    const done = await run(async () => (user.value = await changeUser(user.value, changes)))
    if (!done) return
    refresh()
    gone()
    notify(t('users.done.change', { name: user.value.name }))
  }

  return {
    user,
    busy,
    error,
    secret,
    act,
    save,
    problems: computed(() => fieldProblems(error.value)),
  }
}
