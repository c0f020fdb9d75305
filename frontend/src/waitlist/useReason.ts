/** Why somebody who waits was passed over, as it is said to staff and not to the student. */
import { useI18n } from 'vue-i18n'
import type { WaitingStudent } from '@/api/sections'

export function useReason(): (place: Pick<WaitingStudent, 'code' | 'detail' | 'values'>) => string {
  const { t, te } = useI18n()
  return ({ code, values, detail }) => {
    if (!code) return '–'
    const said = te(`cockpit.endings.${code}`) ? t(`cockpit.endings.${code}`) : (detail ?? code)
    return values?.other ? `${said} · ${values.other}` : said
  }
}
