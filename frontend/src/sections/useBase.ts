import { computed } from 'vue'
import { useSession } from '@/api/session'

/** Where the sections of one's role are: a teacher's own, or all of them. */
export function useBase() {
  const { role } = useSession()
  const administrator = computed(() => role.value === 'admin')
  return {
    administrator,
    base: computed(() => (administrator.value ? '/admin/sections' : '/teaching')),
  }
}
