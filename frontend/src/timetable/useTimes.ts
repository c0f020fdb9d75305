/** Days and times as people of this language read them. */
import { useI18n } from 'vue-i18n'
import { DAYS, timeOf, minutesOf, weeksText } from './times'
import type { MeetingTimes } from './times'

const MONDAY = Date.UTC(2024, 0, 1) // any Monday
const DAY_MS = 24 * 60 * 60 * 1000

export function useTimes() {
  const { t, locale } = useI18n()

  function dayName(day: number, weekday: 'short' | 'long' = 'short'): string {
    const format = new Intl.DateTimeFormat(locale.value, { weekday, timeZone: 'UTC' })
    return format.format(MONDAY + day * DAY_MS)
  }

  function daysText(days: string): string {
    return [...days].map((day) => dayName(DAYS.indexOf(day))).join(' ')
  }

  function clock(meeting: MeetingTimes): string {
    return `${timeOf(minutesOf(meeting.start))}–${timeOf(minutesOf(meeting.end))}`
  }

  function meetingText(meeting: MeetingTimes): string {
    const when = `${daysText(meeting.days)} ${clock(meeting)}`
    const weeks = meeting.weeks?.length ? weeksText(meeting.weeks) : ''
    return weeks ? `${when} (${t('timetable.inWeeks', { weeks })})` : when
  }

  function meetingsText(meetings: readonly MeetingTimes[]): string {
    return meetings.map(meetingText).join('; ') || t('timetable.noTime')
  }

  return { dayName, daysText, clock, meetingText, meetingsText }
}
