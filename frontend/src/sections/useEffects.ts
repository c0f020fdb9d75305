import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getEffects, type Section, type SectionChange, type SectionEffects } from '@/api/sections'
import { debounced } from '@/app/debounced'
import { concerningThem } from './form'

/** What the changes that are typed would do to those who hold a seat, as the node works it out. */
export function useEffects(section: Section | null, changes: () => SectionChange | null) {
  const asked = computed(() => {
    const typed = section ? changes() : null
    return typed ? JSON.stringify(concerningThem(typed)) : 'null'
  })
  const settled = debounced(asked)
  const { data, error } = useQuery({
    queryKey: ['section-effects', section?.id, settled],
    queryFn: () => effectsOf(settled.value),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })

  /** null where nobody who holds a seat or waits for one is concerned. */
  async function effectsOf(wanted: string): Promise<SectionEffects | null> {
    const change = JSON.parse(wanted) as SectionChange | null
    if (!section || !change) return null
    const effects = await getEffects(section.id, change)
    return (effects.keep && effects.changed.length) || moves(effects.waitlist) ? effects : null
  }

  return {
    effects: computed(() => (asked.value === 'null' ? null : (data.value ?? null))),
    unknown: computed(() => (asked.value === 'null' ? null : error.value)),
    /** What is typed now would do this, whatever was worked out before. */
    now: () => effectsOf(asked.value),
  }
}

const moves = ({ promoted, skipped, removed }: SectionEffects['waitlist']): boolean =>
  [promoted, skipped, removed].some((list) => list?.length)
