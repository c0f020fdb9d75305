/** What a round allows, in words. */
import { useI18n } from 'vue-i18n'
import type { Round } from '@/api/rounds'
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

  function audienceText(round: Round): string {
    const { groups, tags, named } = round
    const people = [...groups, ...tags.map((tag) => `#${tag}`)].join(', ')
    const words = [
      [people, earnedText(round)].filter(Boolean).join(' · '),
      named ? t('rounds.audience.named', named) : '',
    ]
    return words.filter(Boolean).join('; ') || t('rounds.everybody')
  }

  function earnedText({ earned_from: least, earned_to: most }: Round): string {
    if (least != null && most != null) return t('rounds.audience.earned', { least, most })
    if (least != null) return t('rounds.audience.earnedFrom', { least })
    return most == null ? '' : t('rounds.audience.earnedTo', { most })
  }

  return { actionsText, audienceText, limitsText }
}
