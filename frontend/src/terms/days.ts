/** The days of a term as a form has them; "" is unknown. */
import type { Term } from '@/api/terms'

export interface FormDays {
  first_day: string
  last_day: string
  holidays: string[]
}

export const formDays = (term?: Term): FormDays => ({
  first_day: term?.first_day ?? '',
  last_day: term?.last_day ?? '',
  holidays: [...(term?.holidays ?? [])],
})

/** As the nodes take them. */
export const sentDays = ({ first_day, last_day, holidays }: FormDays) => ({
  first_day: first_day || null,
  last_day: last_day || null,
  holidays,
})
