import type { News } from '@/api/notices'

type Facts = News['before']

/** Where a section is: the rooms of its times, else its own place. */
export function placesOf({ location, meetings }: Facts): string {
  const rooms = meetings.map((meeting) => meeting.location || location)
  return [...new Set(rooms.length ? rooms : [location])].filter(Boolean).join(', ')
}

/** Who teaches a section. */
export const teachersOf = ({ teachers }: Facts): string => (teachers ?? []).join(', ')
