/** Days and times as people of this language read them. */
import { useI18n } from 'vue-i18n'
import { msOf } from './days'
import { DAYS, timeOf, minutesOf, weeksText } from './times'
import type { MeetingTimes } from './times'

const MONDAY = Date.UTC(2024, 0, 1) // any Monday
const DAY_MS = 24 * 60 * 60 * 1000

type Width = 'short' | 'long'

const known = new Map<string, string[]>() // a format costs more than all else of a row

/** The days of the week, Monday first. */
function namesOf(language: string, weekday: Width): string[] {
  const key = `${language} ${weekday}`
  const names = known.get(key)
  if (names) return names
  const format = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' })
  const made = [...DAYS].map((_, day) => format.format(MONDAY + day * DAY_MS))
  known.set(key, made)
  return made
}

const formats = new Map<string, Intl.DateTimeFormat>()

function datesFormat(language: string): Intl.DateTimeFormat {
  const known = formats.get(language)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  formats.set(language, made)
  return made
}

export function useTimes() {
  const { t, locale } = useI18n()

  function dayName(day: number, weekday: Width = 'short'): string {
    return namesOf(locale.value, weekday)[day] ?? ''
  }

  function dateText(day: string): string {
    return datesFormat(locale.value).format(msOf(day))
  }

  /** From one day to another, `16–22 Sep`. */
  function datesText(first: string, last: string): string {
    return first === last
      ? dateText(first)
      : datesFormat(locale.value).formatRange(msOf(first), msOf(last))
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

  return { dayName, dateText, datesText, daysText, clock, meetingText, meetingsText }
}
