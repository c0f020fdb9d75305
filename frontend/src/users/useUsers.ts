import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { listUsers } from '@/api/users'
import { debounced } from '@/app/debounced'

export const PAGE = 25

/** The accounts that match what is typed, page by page; the wish stands in the address. */
export function useUsers() {
  const route = useRoute()
  const router = useRouter()
  const client = useQueryClient()
  const search = ref(String(route.query.search ?? ''))
  const role = ref(String(route.query.role ?? ''))
  const offset = ref(0)
  const settled = debounced(search)
  const wish = computed(() => ({
    search: settled.value,
    role: role.value,
    limit: PAGE,
    offset: offset.value,
  }))
  watch([settled, role], ([text, wanted]) => {
    offset.value = 0
    const query = { ...(text && { search: text }), ...(wanted && { role: wanted }) }
    void router.replace({ query })
  })
  const found = useQuery({
    queryKey: ['users', wish],
    queryFn: () => listUsers(wish.value),
    placeholderData: keepPreviousData,
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['users'] })
  return { search, role, offset, found, refresh }
}
