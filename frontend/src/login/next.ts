/** `next` as a path of these pages, or null: never leads to another host. */
export function localPath(next: unknown): string | null {
  if (typeof next !== 'string' || !next.startsWith('/') || /^\/[/\\]/.test(next)) return null
  return next
}
