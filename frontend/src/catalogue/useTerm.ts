/** The term one looks at: chosen here before, else the newest open one. Without a network, of those of last time. */
import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { getTerms } from '@/api/catalogue'
import type { Terms } from '@/api/catalogue'
import { keepOwn, keptOwn } from '@/api/own_store'
import { useSession } from '@/api/session'
import { queryClient } from '@/app/query'
import { shared } from '@/app/shared'
import { tellServerTime } from '@/rounds/server_clock'

const KEY = 'course-selection.term'
const NAME = 'terms'
const FRESH_MS = 60_000
const chosen = ref(localStorage.getItem(KEY))

function choose(code: string): void {
  chosen.value = code
  localStorage.setItem(KEY, code)
}

const isTerms = (value: Terms): boolean => Array.isArray(value.items)

async function loadTerms(): Promise<Terms> {
  const { person } = useSession()
  const whose = person.value?.id
  const terms = await getTerms()
  tellServerTime(terms.now)
  if (whose !== undefined && person.value?.id === whose) keepOwn(NAME, terms)
  return terms
}

export const useTerm = shared(() => {
  const { person } = useSession()
  const { data, error, failureReason, refetch } = useQuery(
    { queryKey: ['terms'], queryFn: loadTerms, staleTime: FRESH_MS },
    queryClient,
  )
  const known = computed(
    () => data.value ?? (person.value ? keptOwn<Terms>(NAME, isTerms)?.value : undefined),
  )
  const terms = computed(() => known.value?.items ?? [])
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
    zone: computed(() => known.value?.time_zone ?? 'UTC'),
    /** The rounds of all terms that are for me. */
    rounds: computed(() => known.value?.rounds ?? []),
    /** Codes of the terms that take requests in rounds only; none while nobody can tell which are mine. */
    inRounds: computed(() => (known.value?.rounds ? known.value.in_rounds : [])),
    choose,
    loaded: computed(() => data.value !== undefined),
    error,
    failureReason,
    refetch,
  }
})
