/** The filter, kept in the address so that it can be shared and survives a reload. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { NO_WISH, queryOf, sameWish, wishOf } from './wish'
import type { Wish } from './wish'

const PAUSE_MS = 300 // browsers refuse an address that changes with every keystroke

export function useWish() {
  const route = useRoute()
  const router = useRouter()
  const wish = shallowRef<Wish>(wishOf(route.query))
  let timer = 0

  function write(): void {
    timer = 0
    if (!sameWish(wish.value, wishOf(route.query)))
      void router.replace({ path: route.path, query: queryOf(wish.value) })
  }

  function writeSoon(): void {
    clearTimeout(timer)
    timer = window.setTimeout(write, PAUSE_MS)
  }

  function change(changes: Partial<Wish>): void {
    wish.value = { ...wish.value, ...changes }
    writeSoon()
  }

  // A link clicked meanwhile goes first; writing now would call it back.
  const unhook = [
    router.beforeEach(() => clearTimeout(timer)),
    router.afterEach(() => {
      if (timer) writeSoon()
    }),
  ]

  watch(
    () => route.query,
    (query) => {
      if (!timer && !sameWish(wish.value, wishOf(query))) wish.value = wishOf(query)
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const hook of unhook) hook()
  })
  return { wish, change, clear: () => change(NO_WISH) }
}
