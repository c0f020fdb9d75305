/** Tags as people type them. */

/** Tags trimmed, without empty ones, each once. */
export const normalTags = (tags: readonly string[]): string[] => [
  ...new Set(tags.map((tag) => tag.trim().normalize('NFC')).filter(Boolean)),
]
