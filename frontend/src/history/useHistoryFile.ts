import { useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { Problem } from '@/api/client'
import { importHistory, type HistoryReport } from '@/api/history'
import { useAction } from '@/app/useAction'

/** A file of history: first only what would happen, then all of it or nothing. */
export function useHistoryFile() {
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const file = shallowRef<File | null>(null)
  const report = shallowRef<HistoryReport | null>(null)
  const faults = computed(() => (error.value instanceof Problem ? error.value.errors : []))

  const work = (dryRun: boolean) =>
    run(async () => {
      if (file.value) report.value = await importHistory(file.value, dryRun)
    })

  async function bring(): Promise<void> {
    if (await work(false)) await client.invalidateQueries({ queryKey: ['history'] })
  }

  function restart(): void {
    report.value = null
    error.value = null
    file.value = null
  }

  return { file, report, busy, error, faults, preview: () => work(true), bring, restart }
}
