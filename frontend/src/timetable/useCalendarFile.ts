/** The classes of the term one looks at, as the server's file for the calendar of a phone or computer. */
import { useI18n } from 'vue-i18n'
import { getCalendar } from '@/api/timetable'
import { saveFile } from '@/app/files'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { useTerm } from '@/catalogue/useTerm'

export function useCalendarFile() {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { term } = useTerm()
  const { busy, error, run } = useAction()

  /** Whether it was saved. */
  async function save(): Promise<boolean> {
    const code = term.value?.code
    if (code === undefined) return false
    const saved = await run(async () =>
      saveFile(`${code}.ics`, await getCalendar(code), 'text/calendar'),
    )
    if (saved) notify(t('timetable.saved'))
    return saved
  }

  return { busy, error, save }
}
