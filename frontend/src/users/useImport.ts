import { computed, reactive, ref, shallowRef } from 'vue'
import { createMany, type BulkResult } from '@/api/users'
import { readDelimited } from '@/app/delimited'
import { readText } from '@/app/texts'
import { useAction } from '@/app/useAction'
import { AT_ONCE, bulkOf, passwordsFor, pieces, type Result, type Wish } from './bulk'
import { peopleOf, type People } from './people'

export type Step = 'choose' | 'preview' | 'done'

/** A file of people from the choice over a rehearsal to the accounts. */
export function useImport() {
  const { busy, error, run } = useAction()
  const step = ref<Step>('choose')
  const people = shallowRef<People | null>(null)
  const wish = reactive<Wish>({ role: 'student', onConflict: 'skip' })
  const results = shallowRef<Result[]>([])
  let passwords: string[] = []
  let tried = 0 // rows that were sent, though their answer may be lost

  async function read(file: File): Promise<void> {
    await run(async () => {
      people.value = peopleOf(readDelimited(await readText(file)))
      passwords = passwordsFor(people.value.rows)
      tried = 0
    })
  }

  async function send(dryRun: boolean): Promise<void> {
    const rows = people.value?.rows ?? []
    const begin = dryRun ? 0 : results.value.length
    if (dryRun) results.value = []
    for (const piece of pieces(rows.slice(begin), AT_ONCE)) {
      const start = results.value.length
      const made = passwords.slice(start, start + piece.length)
      const how = { dryRun, repeated: start < tried }
      if (!dryRun) tried = start + piece.length
      const outcomes = await createMany(bulkOf(piece, made, wish, how))
      results.value = [...results.value, ...joined(piece, made, outcomes)]
    }
  }

  async function preview(): Promise<void> {
    if (await run(() => send(true))) step.value = 'preview'
  }

  async function create(): Promise<void> {
    if (step.value === 'preview') results.value = []
    step.value = 'done'
    await run(() => send(false))
  }

  function restart(): void {
    people.value = null
    results.value = []
    step.value = 'choose'
    error.value = null
  }

  const total = computed(() => people.value?.rows.length ?? 0)
  const unfinished = computed(() => step.value === 'done' && results.value.length < total.value)
  return {
    step,
    people,
    wish,
    results,
    busy,
    error,
    total,
    unfinished,
    read,
    preview,
    create,
    restart,
  }
}

function joined(
  rows: People['rows'],
  made: readonly string[],
  outcomes: readonly BulkResult[],
): Result[] {
  return rows.flatMap((row, i) => {
    const outcome = outcomes[i]
    return outcome ? [{ ...row, made: made[i] ?? '', outcome }] : []
  })
}
