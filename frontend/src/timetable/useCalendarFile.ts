/** The classes of the term one looks at, as a file for the calendar of a phone or computer. */
import { useI18n } from 'vue-i18n'
import type { Section } from '@/api/catalogue'
import { saveFile } from '@/app/files'
import { useNotices } from '@/app/notices'
import { useTerm } from '@/catalogue/useTerm'
import type { TermDays } from './days'
import { calendarOf } from './ics'

export function useCalendarFile() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { term } = useTerm()

  function save(sections: readonly Section[], days: TermDays, zone: string): void {
    const own = sections.filter((section) => section.term === term.value?.code)
    const name = term.value?.name ?? ''
    const text = calendarOf(own, { name, term: days, zone, now: new Date() })
    saveFile(`${term.value?.code ?? 'timetable'}.ics`, text, 'text/calendar;charset=utf-8')
    notify(t('timetable.saved'))
  }

  return { save }
}
