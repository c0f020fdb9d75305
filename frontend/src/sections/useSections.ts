import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { everyMatch, listSections } from '@/api/sections'
import { listTerms } from '@/api/terms'
import { debounced } from '@/app/debounced'
import { sortOf } from './sorts'

export const PAGE = 25

/** Sections that match what is asked for, page by page; the wish stands in the address. */
export function useSections() {
  const route = useRoute()
  const router = useRouter()
  const term = ref(String(route.query.term ?? ''))
  const search = ref(String(route.query.search ?? ''))
  const seats = ref(route.query.seats === '1')
  const sort = ref(sortOf(String(route.query.sort ?? '')))
  const offset = ref(0)
  const settled = debounced(search)
  const wish = computed(() => ({
    term: term.value,
    search: settled.value,
    withSeats: seats.value,
    sort: sort.value,
  }))
  watch(wish, () => {
    offset.value = 0
    void router.replace({
      query: {
        ...(term.value && { term: term.value }),
        ...(settled.value && { search: settled.value }),
        ...(seats.value && { seats: '1' }),
        ...(sort.value && { sort: sort.value }),
      },
    })
  })
  const page = computed(() => ({ ...wish.value, limit: PAGE, offset: offset.value }))
  const { data } = useQuery({ queryKey: ['staff-terms'], queryFn: listTerms })
  const found = useQuery({
    queryKey: ['staff-sections', page],
    queryFn: () => listSections(page.value),
    placeholderData: keepPreviousData,
  })
  return {
    terms: computed(() => data.value ?? []),
    term,
    search,
    seats,
    sort,
    offset,
    found,
    every: () => everyMatch(wish.value),
  }
}
