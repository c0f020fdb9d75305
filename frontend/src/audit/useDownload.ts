import { onScopeDispose, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { listAudit, type AuditQuery, type AuditRow } from '@/api/audit'
import { writeDelimited } from '@/app/delimited'
import { saveFile } from '@/app/files'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { linesOf } from './audit'

const AT_ONCE = 1000
const MOST = 100_000 // entries; spreadsheets and memory take no more

/** All entries that are looked for, in a file. */
export function useDownload() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { busy, error, run } = useAction()
  const done = ref(0)
  const total = ref(0)
  let left = false
  onScopeDispose(() => (left = true))

  /** Reads up to a moment that stays, so that what happens meanwhile moves no entry. */
  async function collect(query: AuditQuery): Promise<AuditRow[]> {
    const until = Math.min(query.until ?? Infinity, Date.now() / 1000)
    const rows: AuditRow[] = []
    done.value = 0
    do {
      const page = await listAudit({ ...query, until, limit: AT_ONCE, offset: rows.length })
      if (!page.items.length) break
      rows.push(...page.items)
      total.value = page.total
      done.value = rows.length
    } while (!left && rows.length < Math.min(total.value, MOST))
    return rows
  }

  const download = (query: AuditQuery): Promise<boolean> =>
    run(async () => {
      const rows = await collect(query)
      if (left) return
      saveFile('audit-log.csv', writeDelimited(linesOf(rows)), 'text/csv')
      const all = rows.length >= total.value
      const values = { count: rows.length, total: total.value }
      notify(t(all ? 'audit.saved' : 'audit.savedPart', values), all ? 'success' : 'warning')
    })

  return { busy, error, done, total, download }
}
