/** The report of a term or round as administrators see it, and who may read it. */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { countReport, publishReport, withdrawReport } from '@/api/reports'
import { useNotices } from '@/app/notices'
import { useProblemText } from '@/app/problems'
import { useAction } from '@/app/useAction'

export function useStaffReport(code: Ref<string>, round: Ref<number | null>) {
  const { t } = useI18n()
  const client = useQueryClient()
  const { notify } = useNotices()
  const problemText = useProblemText()
  const { busy, error: failure, run } = useAction()
  const query = useQuery({
    queryKey: computed(() => ['staff-report', code.value, round.value]),
    queryFn: () => countReport(code.value, round.value),
  })

  async function change(work: () => Promise<unknown>, done: string): Promise<void> {
    const succeeded = await run(work)
    notify(succeeded ? t(done) : problemText(failure.value), succeeded ? 'success' : 'error')
    await Promise.all([query.refetch(), client.invalidateQueries({ queryKey: ['report'] })])
  }

  return {
    ...query,
    busy,
    publish: () => change(() => publishReport(code.value, round.value), 'report.published'),
    withdraw: () => change(() => withdrawReport(code.value, round.value), 'report.withdrawn'),
  }
}
