import type { Student } from '@/api/sections'

/** Students whose name, user name or group has every word of `search`. */
export function matching(students: readonly Student[], search: string): Student[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return students.filter(({ name, username, group }) => {
    const text = `${name} ${username} ${group}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
