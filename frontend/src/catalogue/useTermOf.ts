/** Turns to the term of the section that an address names: a link may lead into another one than was chosen last. */
import { useQuery } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { getSection } from '@/api/catalogue'
import type { Section } from '@/api/catalogue'
import { useKnownSections } from '@/plan/useKnownSections'
import { useShelf } from './useShelf'
import { useTerm } from './useTerm'

export function useTermOf(id: number) {
  const { shelf } = useShelf()
  const { term, choose } = useTerm()
  const { find } = useKnownSections()
  const { data, isLoading } = useQuery({
    queryKey: ['section', id],
    queryFn: () => getSection(id),
    enabled: computed(() => shelf.value !== undefined && !find(id)),
  })
  let turned = false // once; whoever then turns to another term is not turned back
  const turn = (section: Section | undefined): void => {
    if (!section || turned) return
    turned = true
    if (section.term !== term.value?.code) choose(section.term)
  }
  watch(() => find(id) ?? data.value, turn, { immediate: true })
  return { looking: isLoading }
}
