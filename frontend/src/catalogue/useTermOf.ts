/** Turns to the term of the section that an address names: a link may lead into another one than was chosen last. */
import { watch } from 'vue'
import type { Section } from '@/api/catalogue'
import { useSection } from './useSection'
import { useTerm } from './useTerm'

export function useTermOf(id: number) {
  const { term, choose } = useTerm()
  const { section, looking } = useSection(() => id)
  let turned = false // once; whoever then turns to another term is not turned back
  const turn = (found: Section | undefined): void => {
    if (!found || turned) return
    turned = true
    if (found.term !== term.value?.code) choose(found.term)
  }
  watch(section, turn, { immediate: true })
  return { looking }
}
