/** Who holds fewer credits of a term than the minimum, page by page and as a file. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { ref } from 'vue'
import { listBelowMinimum, type BelowRow } from '@/api/credits'
import { writeDelimited } from '@/app/delimited'
import { saveFile } from '@/app/files'
import { useAction } from '@/app/useAction'

export const PAGE = 50
const AT_ONCE = 1000

const COLUMNS = ['id', 'username', 'name', 'group', 'credits', 'minimum'] as const

/** The list as lines of a file. */
export const linesOf = (rows: readonly BelowRow[]): string[][] => [
  [...COLUMNS],
  ...rows.map((row) => COLUMNS.map((column) => String(row[column]))),
]

export function useBelow(code: string) {
  const offset = ref(0)
  const found = useQuery({
    queryKey: ['below-minimum', code, offset],
    queryFn: () => listBelowMinimum(code, PAGE, offset.value),
    placeholderData: keepPreviousData,
  })
  const { busy, error, run } = useAction()

  const download = (): Promise<boolean> =>
    run(async () => {
      const rows: BelowRow[] = []
      for (;;) {
        const page = await listBelowMinimum(code, AT_ONCE, rows.length)
        rows.push(...page.items)
        if (!page.items.length || rows.length >= page.total) break
      }
      saveFile(`below-minimum-${code}.csv`, writeDelimited(linesOf(rows)), 'text/csv')
    })
  return { offset, found, busy, failure: error, download }
}
