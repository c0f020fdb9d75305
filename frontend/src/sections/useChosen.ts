import { computed, shallowRef } from 'vue'
import type { Section } from '@/api/sections'

/** Sections that were ticked, also those on other pages of the list. */
export function useChosen() {
  const chosen = shallowRef<ReadonlyMap<number, Section>>(new Map())

  function choose(sections: readonly Section[], wanted: boolean): void {
    const next = new Map(chosen.value)
    for (const section of sections) {
      if (wanted) next.set(section.id, section)
      else next.delete(section.id)
    }
    chosen.value = next
  }

  return {
    ids: computed(() => new Set(chosen.value.keys())),
    count: computed(() => chosen.value.size),
    choose,
    clear: () => (chosen.value = new Map()),
  }
}
