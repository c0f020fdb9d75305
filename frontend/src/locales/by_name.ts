import type { LocaleMessageDictionary, VueMessageType } from 'vue-i18n'

export type Texts = LocaleMessageDictionary<VueMessageType>

/** The texts of a language: one file a subject, whose name is the first part of their keys. */
export function byName(files: Record<string, Texts>): Record<string, Texts> {
  const named = Object.entries(files).map(([path, texts]) => [
    path.replace(/^\.\/|\.json$/g, ''),
    texts,
  ])
  return Object.fromEntries(named) as Record<string, Texts>
}
