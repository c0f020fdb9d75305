/** When teaching begins and where: asked once a term that nobody has given its days. */
import { ref } from 'vue'
import { dayAfter, mondayOf } from './days'
import type { TermDays } from './days'

const USUAL_WEEKS = '15'
const NO_ZONE = 'UTC' // what an installation has that was told none
const DAYS_A_WEEK = 7
const KEY = 'course-selection.calendar'

interface Dates {
  firstMonday: string
  weeks: string
  zone: string
}

export function useCalendarDates(term: () => string, campus: string) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const known = load()[term()]
  const day = ref(known?.firstMonday ?? mondayOf(new Date().toISOString().slice(0, 10)))
  const weeks = ref(known?.weeks ?? USUAL_WEEKS)
  const zone = ref(known?.zone ?? (campus === NO_ZONE ? here : campus))

  function remember(): void {
    day.value = mondayOf(day.value)
    const dates = { firstMonday: day.value, weeks: weeks.value, zone: zone.value }
    localStorage.setItem(KEY, JSON.stringify({ ...load(), [term()]: dates }))
  }

  const zones = [...new Set([here, campus, ...Intl.supportedValuesOf('timeZone')])]
  const days = (): TermDays => ({
    first: day.value,
    last: dayAfter(day.value, Number(weeks.value) * DAYS_A_WEEK - 1),
    holidays: [],
  })
  return { firstMonday: day, weeks, zone, zones, remember, days }
}

function load(): Record<string, Dates> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Dates>
  } catch {
    return {}
  }
}
