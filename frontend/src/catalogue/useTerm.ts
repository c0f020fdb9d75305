/** The term one looks at: chosen here before, else the newest open one. */
import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { getTerms } from '@/api/catalogue'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'

const KEY = 'course-selection.term'
const FRESH_MS = 60_000
const chosen = ref(localStorage.getItem(KEY))

function choose(code: string): void {
  chosen.value = code
  localStorage.setItem(KEY, code)
}

export const useTerm = shared(() => {
  const { data, error, refetch } = useQuery(
    { queryKey: ['terms'], queryFn: getTerms, staleTime: FRESH_MS },
    queryClient,
  )
  const terms = computed(() => data.value?.items ?? [])
  const term = computed(
    () =>
      terms.value.find(({ code }) => code === chosen.value) ??
      terms.value.find(({ state }) => state === 'open') ??
      terms.value[0],
  )
  return {
    terms,
    term,
    /** The campus's time zone, an IANA name. */
    zone: computed(() => data.value?.time_zone ?? 'UTC'),
    choose,
    loaded: computed(() => data.value !== undefined),
    error,
    refetch,
  }
})
