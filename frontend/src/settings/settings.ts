/** What administrators settle for everybody. */
import type { SettingChanges, Settings } from '@/api/settings'

export const SIGN_UP = ['student_sign_up', 'teacher_sign_up'] as const
const SWITCHES = [...SIGN_UP, 'staff_second_factor'] as const

/** What is different in `wanted`. */
export function changesOf(now: Settings, wanted: Settings): SettingChanges {
  const different = SWITCHES.filter((name) => now[name] !== wanted[name])
  return Object.fromEntries(different.map((name) => [name, wanted[name]]))
}
