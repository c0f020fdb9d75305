import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { listAudit } from '@/api/audit'
import { debounced } from '@/app/debounced'
import { NOTHING, queryOf, wishOf } from './audit'

export const PAGE = 50

/** The entries that are looked for, page by page; the wish stands in the address. */
export function useAudit() {
  const route = useRoute()
  const router = useRouter()
  const wish = reactive(wishOf(route.query))
  const offset = ref(0)
  const settled = debounced(computed(() => JSON.stringify(wish)))
  const query = computed(() => queryOf(wishOf(JSON.parse(settled.value))))

  watch(settled, () => {
    offset.value = 0
    const given = Object.entries(wish).filter(([, text]) => text)
    void router.replace({ query: Object.fromEntries(given) })
  })
  const found = useQuery({
    queryKey: ['audit', query, offset],
    queryFn: () => listAudit({ ...query.value, limit: PAGE, offset: offset.value }),
    placeholderData: keepPreviousData,
  })
  const clear = (): void => void Object.assign(wish, NOTHING)
  return { wish, query, offset, found, clear }
}
