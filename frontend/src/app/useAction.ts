import { ref, shallowRef } from 'vue'

/** Something that is done once at a time and may fail. */
export function useAction() {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  /** Whether `work` succeeded; why not is in `error`. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (problem) {
      error.value = problem
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, error, run }
}
