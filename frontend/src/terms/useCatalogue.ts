import { useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, shallowRef } from 'vue'
import { Problem } from '@/api/client'
import { importCatalogue, type ImportReport } from '@/api/terms'
import { useAction } from '@/app/useAction'

/** A catalogue file: first only what would happen, then all of it or nothing. */
export function useCatalogue() {
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const choice = reactive({ term: '', name: '', file: null as File | null })
  const report = shallowRef<ImportReport | null>(null)
  const faults = computed(() => (error.value instanceof Problem ? error.value.errors : []))

  const work = (dryRun: boolean) =>
    run(async () => {
      if (!choice.file) return
      const { term, name, file } = choice
      report.value = await importCatalogue(term.trim(), name.trim(), file, dryRun)
    })

  async function bring(): Promise<void> {
    if (await work(false)) await client.invalidateQueries()
  }

  function restart(): void {
    report.value = null
    error.value = null
    choice.file = null
  }

  return { choice, report, busy, error, faults, preview: () => work(true), bring, restart }
}
