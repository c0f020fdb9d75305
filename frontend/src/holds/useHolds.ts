import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref, toRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { listHolds } from '@/api/holds'
import { debounced } from '@/app/debounced'

export const PAGE = 25

/** Holds of everybody or of one student, page by page; the wish stands in the address. */
export function useHolds() {
  const route = useRoute()
  const router = useRouter()
  const client = useQueryClient()
  const wish = reactive({
    student: String(route.query.student ?? ''),
    past: route.query.past === 'true',
  })
  const offset = ref(0)
  const settled = debounced(toRef(() => wish.student.trim()))
  const query = computed(() => ({ student: settled.value, past: wish.past }))

  watch(query, ({ student, past }) => {
    offset.value = 0
    void router.replace({
      query: { ...(student && { student }), ...(past && { past: 'true' }) },
    })
  })
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['holds', query, offset],
    queryFn: () => listHolds({ ...query.value, limit: PAGE, offset: offset.value }),
    placeholderData: keepPreviousData,
  })
  return {
    wish,
    offset,
    holds: computed(() => data.value?.items ?? []),
    total: computed(() => data.value?.total ?? 0),
    now: computed(() => data.value?.now ?? 0),
    zone: computed(() => data.value?.time_zone ?? 'UTC'),
    isPending,
    error,
    refetch,
    refresh: () => client.invalidateQueries({ queryKey: ['holds'] }),
  }
}
