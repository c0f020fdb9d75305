import { useI18n } from 'vue-i18n'
import { offsetAt } from '@/timetable/zone'

const MS = 1000
const MINUTES = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const
const NAMED = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const

/**
 * A function that writes a moment, Unix seconds, as the clocks on campus show it,
 * and names their time zone to those whose own clocks show something else.
 */
export function useCampusMoment(zone: () => string): (seconds: number) => string {
  const { locale } = useI18n()
  return (seconds) => {
    const utc = seconds * MS
    const same = offsetAt(zone(), utc) === -new Date(utc).getTimezoneOffset()
    const form = { ...(same ? MINUTES : NAMED), timeZone: zone() }
    return new Intl.DateTimeFormat(locale.value, form).format(utc)
  }
}
