import { useI18n } from 'vue-i18n'

const MS = 1000
const TIME = { minutes: 'short', seconds: 'medium' } as const

/** A function that writes a moment, Unix seconds, as people of the page's language do. */
export function useMoment(exact: keyof typeof TIME = 'minutes'): (seconds: number) => string {
  const { locale } = useI18n()
  const form = { dateStyle: 'medium', timeStyle: TIME[exact], hourCycle: 'h23' } as const
  return (seconds) => new Intl.DateTimeFormat(locale.value, form).format(seconds * MS)
}
