import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  changeUser,
  deleteUser,
  disableUser,
  enableUser,
  makeResetCode,
  resetPassword,
  type UserChanges,
  type UserRow,
} from '@/api/users'
import { fieldProblems } from '@/app/fields'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'

export type UserAct = 'disable' | 'enable' | 'password' | 'reset2fa' | 'delete'

/** Something that is shown once; `until` is Unix seconds. */
export interface Secret {
  kind: 'password' | 'code'
  text: string
  until?: number
}

interface Then {
  changed: () => void
  gone: () => void
}

/** One account and what can be done to it. */
export function useUser(row: UserRow, then: Then) {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { busy, error, run } = useAction()
  const user = ref<UserRow>({ ...row })
  const secret = shallowRef<Secret | null>(null)

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
    delete: () => deleteUser(user.value),
  }

  async function act(what: UserAct): Promise<void> {
    if (!(await run(acts[what]))) return
    then.changed()
    notify(t(`users.done.${what}`, { name: user.value.name }))
    if (what === 'delete') then.gone()
  }

  async function save(changes: UserChanges): Promise<void> {
    const done = await run(async () => (user.value = await changeUser(user.value, changes)))
    if (!done) return
    then.changed()
    then.gone()
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
