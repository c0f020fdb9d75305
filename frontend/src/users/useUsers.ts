import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref, toRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { listUsers, type UserQuery } from '@/api/users'
import { debounced } from '@/app/debounced'
import { sortOf } from './sorts'

export const PAGE = 25
const TEXTS = ['search', 'role', 'group', 'tag'] as const

export type UserWish = Omit<UserQuery, 'limit' | 'offset'>

/** The accounts that match what is wished for, page by page; the wish stands in the address. */
export function useUsers() {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string): string => String(route.query[name] ?? '')
  const wish = reactive<UserWish>({
    search: text('search'),
    role: text('role'),
    group: text('group'),
    tag: text('tag'),
    sort: sortOf(route.query.sort),
  })
  const offset = ref(0)
  const settled = debounced(toRef(() => wish.search))
  const query = computed(() => ({ ...wish, search: settled.value }))

  watch(query, (now) => {
    offset.value = 0
    const given = [...TEXTS, 'sort' as const].filter((name) => now[name])
    void router.replace({ query: Object.fromEntries(given.map((name) => [name, now[name]])) })
  })
  const found = useQuery({
    queryKey: ['users', query, offset],
    queryFn: () => listUsers({ ...query.value, limit: PAGE, offset: offset.value }),
    placeholderData: keepPreviousData,
  })
  return { wish, offset, found, refresh: useRefresh() }
}

/** A function that asks again for all lists of people; it works after its caller has left, too. */
export function useRefresh(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['users'] })
}
