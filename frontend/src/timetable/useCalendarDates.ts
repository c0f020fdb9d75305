/** When teaching begins and where: asked once a term, since no node tells it. */
import { ref } from 'vue'

const USUAL_WEEKS = '15'
const KEY = 'course-selection.calendar'

interface Dates {
  firstMonday: string
  weeks: string
  zone: string
}

/** The Monday of the week of `date`, both as `YYYY-MM-DD`. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

export function useCalendarDates(term: () => string) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const known = load()[term()]
  const day = ref(known?.firstMonday ?? mondayOf(new Date().toISOString().slice(0, 10)))
  const weeks = ref(known?.weeks ?? USUAL_WEEKS)
  const zone = ref(known?.zone ?? here)

  function remember(): void {
    day.value = mondayOf(day.value)
    const dates = { firstMonday: day.value, weeks: weeks.value, zone: zone.value }
    localStorage.setItem(KEY, JSON.stringify({ ...load(), [term()]: dates }))
  }

  const zones = [...new Set([here, ...Intl.supportedValuesOf('timeZone')])]
  return { firstMonday: day, weeks, zone, zones, remember }
}

function load(): Record<string, Dates> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Dates>
  } catch {
    return {}
  }
}
