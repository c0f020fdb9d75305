import { reactive, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { changeTags, type TagResult } from '@/api/tags'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { countsOf, namesIn, takenBack } from './tags'
import { useRefresh } from './useUsers'

/** Tags for many students: looked at first, then changed, and taken back if it was a mistake. */
export function useTagging(chosen: readonly string[], done: () => void) {
  const refresh = useRefresh()
  const { t } = useI18n()
  const { notify } = useNotices()
  const { busy, error, run } = useAction()
  const wish = reactive({ who: chosen.join('\n'), add: [] as string[], remove: [] as string[] })
  const preview = shallowRef<TagResult[] | null>(null)

  const bodyOf = (dryRun: boolean) => ({
    who: namesIn(wish.who),
    add: wish.add,
    remove: wish.remove,
    dry_run: dryRun,
    skip_unknown: !dryRun,
  })

  const look = (): Promise<boolean> =>
    run(async () => (preview.value = await changeTags(bodyOf(true))))

  async function change(): Promise<void> {
    let results: TagResult[] = []
    if (!(await run(async () => (results = await changeTags(bodyOf(false)))))) return
    refresh()
    done()
    const count = countsOf(results).changed
    notify(t('users.tags.saved', { count }), 'success', () => void back(results))
  }

  async function back(results: readonly TagResult[]): Promise<void> {
    const well = await run(async () => {
      for (const each of takenBack(results)) await changeTags({ ...each, skip_unknown: true })
    })
    refresh()
    if (well) notify(t('users.tags.takenBack'))
    else notify(t('users.tags.notTakenBack'), 'error')
  }

  const again = (): void => {
    preview.value = null
    error.value = null
  }
  return { wish, preview, busy, error, look, change, again }
}
