/** Says every answer as it comes, to eyes and to screen readers, on whatever page one is. */
import { onScopeDispose } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Outcome } from '@/api/selections'
import { useNotices } from '@/app/notices'
import { useLive } from './useLive'
import { useNames } from './useNames'
import { useReasonText } from './useReasonText'

const GATHERED_MS = 250 // answers to a whole plan are told in one sentence

export function useOutcomeNotices(): void {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { course, name } = useNames()
  const reasonText = useReasonText()
  const { hear } = useLive()
  let gathered: Outcome[] = []
  let timer = 0

  function tellOne(outcome: Outcome): void {
    const { parts = [] } = outcome
    if (parts.length > 1) {
      tellOf(parts.length, parts.filter((part) => !part.took.length).length)
      return
    }
    const refused = outcome.outcome === 'refused'
    const old = outcome.instead_of ?? null
    const values = {
      course: old === null ? course(outcome.section_id) : name(outcome.section_id),
      reason: refused ? reasonText(outcome) : '',
      old: old === null ? '' : name(old),
    }
    const sentences = old === null ? 'told' : 'toldOfSwap'
    if (outcome.code === 'waitlist_left') {
      notify(t('waitlist.left', values), 'success')
      return
    }
    if (outcome.code === 'waitlist_ended') {
      notify(t('waitlist.ended', values), 'warning')
      return
    }
    notify(t(`line.${sentences}.${outcome.outcome}`, values), refused ? 'warning' : 'success')
  }

  function tellMany(outcomes: readonly Outcome[]): void {
    tellOf(outcomes.length, outcomes.filter(({ outcome }) => outcome === 'refused').length)
  }

  function tellOf(count: number, refused: number): void {
    const values = { count, good: count - refused, refused }
    notify(t('line.told.many', values), refused ? 'warning' : 'success')
  }

  function tell(): void {
    const [only, ...others] = gathered
    if (others.length) tellMany(gathered)
    else if (only) tellOne(only)
    gathered = []
  }

  function take(outcome: Outcome): void {
    gathered.push(outcome)
    clearTimeout(timer)
    timer = window.setTimeout(tell, GATHERED_MS)
  }

  const stop = hear(take)
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
    tell()
  })
}
