import { useI18n } from 'vue-i18n'

const MS = 1000
const FORM = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const

/** A function that writes a moment, Unix seconds, as people of the page's language do. */
export function useMoment(): (seconds: number) => string {
  const { locale } = useI18n()
  return (seconds) => new Intl.DateTimeFormat(locale.value, FORM).format(seconds * MS)
}
