/** When the term one looks at is taught, and which of its weeks it is now, by the campus's calendar. */
import { computed } from 'vue'
import { useTerm } from '@/catalogue/useTerm'
import { datesOf, daysOf, isTaught, weekCount, weekOf } from './days'
import { dayIn } from './zone'

export function useTermDays() {
  const { term, zone } = useTerm()
  const days = computed(() => daysOf(term.value))
  const weeks = computed(() => (days.value ? weekCount(days.value) : 0))
  return {
    /** null, where nobody has said when it is taught. */
    days,
    weeks,
    /** The week of today; null outside of the term. */
    thisWeek: computed(() => {
      const week = days.value ? weekOf(days.value, dayIn(zone.value, Date.now())) : 0
      return week >= 1 && week <= weeks.value ? week : null
    }),
    /** Monday to Sunday of a week, with whether there are classes; none while no week is chosen. */
    datesIn: (week: number | null) => {
      const known = days.value
      if (!known || week === null) return []
      return datesOf(known, week).map((date) => ({ date, taught: isTaught(known, date) }))
    },
  }
}
