import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Role } from '@/api/auth'

/** The roles that there are, with their names. */
export function useRoleOptions() {
  const { t } = useI18n()
  return computed((): { value: Role; label: string }[] => [
    { value: 'student', label: t('users.roles.student') },
    { value: 'teacher', label: t('users.roles.teacher') },
    { value: 'admin', label: t('users.roles.admin') },
  ])
}

/** The name of a role. */
export function useRoleName(): (role: string) => string {
  const options = useRoleOptions()
  return (role) => options.value.find(({ value }) => value === role)?.label ?? role
}
