/** Taking sections out of the plan, with a notice that puts them back where they were. */
import { useI18n } from 'vue-i18n'
import { useNotices } from '@/app/notices'
import { idOf } from './plan'
import { useKnownSections } from './useKnownSections'
import { usePlan } from './usePlan'

export function useRemoval() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { wishes, remove, putBack } = usePlan()
  const { find } = useKnownSections()

  /** Wishes by their ids. `restored` is called with the first of them after they have been put back. */
  function takeOut(ids: readonly number[], restored?: (id: number) => unknown): void {
    const places = wishes.value
      .map((wish, place) => ({ wish, place }))
      .filter(({ wish }) => wish[0]?.some((id) => ids.includes(id)))
    const [first] = places
    if (!first) return
    const id = idOf(first.wish)
    const course = find(id)?.course ?? t('section.one')
    ids.forEach(remove)
    notify(t('plan.removed', { course, count: ids.length }, ids.length), 'success', () => {
      for (const { wish, place } of places) putBack(wish, place)
      restored?.(id)
    })
  }

  return { takeOut }
}
