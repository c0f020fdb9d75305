import { effectScope, onScopeDispose } from 'vue'
import type { EffectScope } from 'vue'

/** A composable that is made once for all who use it, and ends with the last of them. */
export function shared<T>(make: () => T): () => T {
  let users = 0
  let made: { scope: EffectScope; value: T } | null = null
  return () => {
    if (!made) {
      const scope = effectScope(true)
      made = { scope, value: scope.run(make) as T }
    }
    users += 1
    onScopeDispose(() => {
      users -= 1
      if (users > 0) return
      made?.scope.stop()
      made = null
    })
    return made.value
  }
}
