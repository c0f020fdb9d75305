/** Taking sections out of the plan, with a notice that puts them back where they were. */
import { useI18n } from 'vue-i18n'
import { useNotices } from '@/app/notices'
import { useKnownSections } from './useKnownSections'
import { usePlan } from './usePlan'

export function useRemoval() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { plan, remove, putBack } = usePlan()
  const { find } = useKnownSections()

  /** `restored` is called with the first of them after they have been put back. */
  function takeOut(ids: readonly number[], restored?: (id: number) => unknown): void {
    const places = ids
      .map((id) => ({ id, place: plan.value.indexOf(id) }))
      .sort((one, other) => one.place - other.place)
    const [first] = places
    if (!first) return
    const course = find(first.id)?.course ?? t('section.one')
    ids.forEach(remove)
    notify(t('plan.removed', { course, count: ids.length }, ids.length), 'success', () => {
      for (const { id, place } of places) putBack(id, place)
      restored?.(first.id)
    })
  }

  return { takeOut }
}
