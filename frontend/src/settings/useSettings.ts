import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { changeSettings, getSettings, type SettingChanges } from '@/api/settings'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { changesOf } from './settings'

const queryKey = ['settings']

/** What is settled, and how to settle something else; a notice says what, and can take it back. */
export function useSettings() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const settled = useQuery({ queryKey, queryFn: getSettings })

  async function save(changes: SettingChanges): Promise<void> {
    const before = settled.data.value
    if (!(await run(async () => client.setQueryData(queryKey, await changeSettings(changes))))) {
      return
    }
    const now = settled.data.value
    const back = before && now ? changesOf(now, before) : {}
    const told = Object.entries(changes).map(([name, on]) =>
      t(`settings.saved.${name}.${String(on)}`),
    )
    notify(told.join(' '), 'success', () => save(back))
  }

  return { settled, busy, error, save }
}
