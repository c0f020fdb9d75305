import { useQueryClient } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { changeTerm, deleteTerm, type TermDetail } from '@/api/terms'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { removeRehearsal } from '@/api/cockpit'

export type TermAct = 'open' | 'close' | 'delete'

/** What can be done to a term. */
export function useTerm(code: string, done: () => void) {
  const { t } = useI18n()
  const { notify } = useNotices()
  const client = useQueryClient()
  const { busy, error, run } = useAction()

  const acts: Record<TermAct, (term: TermDetail) => Promise<unknown>> = {
    open: () => changeTerm(code, { state: 'open' }),
    close: () => changeTerm(code, { state: 'closed' }),
    delete: (term) =>
      term.scratch ? removeRehearsal(code) : deleteTerm(code, term.enrolments > 0),
  }

  async function finish(work: () => Promise<unknown>, said: string): Promise<void> {
    if (!(await run(work))) return
    notify(said)
    await client.invalidateQueries({ queryKey: ['staff-term', code] })
    done()
  }

  return {
    busy,
    error,
    act: (what: TermAct, term: TermDetail) =>
      finish(() => acts[what](term), t(`terms.done.${what}`, { code })),
    rename: (name: string) =>
      finish(() => changeTerm(code, { name }), t('terms.done.rename', { code })),
  }
}
