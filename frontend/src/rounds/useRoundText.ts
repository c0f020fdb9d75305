/** What a round allows, in words. */
import { useI18n } from 'vue-i18n'
import { ACTIONS, type RoundAction } from './rounds'

interface Allowing {
  readonly actions: readonly RoundAction[]
  readonly section_limit?: number | null
  readonly credit_limit?: number | null
}

export function useRoundText() {
  const { t, locale } = useI18n()

  function actionsText({ actions }: Allowing): string {
    const words = ACTIONS.filter((action) => actions.includes(action)).map((action) =>
      t(`rounds.actions.${action}`),
    )
    return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(words)
  }

  function limitsText({ section_limit, credit_limit }: Allowing): string {
    const words = [
      section_limit == null ? '' : t('rounds.limits.sections', section_limit),
      credit_limit == null ? '' : t('rounds.limits.credits', { count: credit_limit }, credit_limit),
    ].filter(Boolean)
    return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(words)
  }

  return { actionsText, limitsText }
}
