/** One event stream for all pages of a student: seats, answers, and when to load again. */
import { effectScope, ref, watch } from 'vue'
import type { SeatChange } from '@/api/catalogue'
import type { ServerEvent } from '@/api/event_frames'
import { followEvents } from '@/api/events'
import type { Connection } from '@/api/events'
import type { Outcome } from '@/api/selections'
import { useSession } from '@/api/session'
import { queryClient } from '@/app/query'
import type { Shelf } from '@/catalogue/shelf'
import { noteSeats, useShelf } from '@/catalogue/useShelf'
import { loadOlder } from './load_older'
import { ownWishes } from './useSubmit'
import { noteOutcome, useLine } from './useLine'

type Hearer = (outcome: Outcome) => void

const ROUNDS_SPREAD_MS = 2_000 // so that thousands do not ask in the same moment

const connection = ref<Connection>('connecting')
const hearers = new Set<Hearer>()
let running = false

/** How fresh everything is; the first page that asks opens the stream, logging out closes it. */
export function useLive() {
  if (!running) {
    running = true
    effectScope(true).run(run)
  }
  return { connection, hear }
}

/** Be told of every answer, until the function that comes back is called. */
function hear(hearer: Hearer): () => void {
  hearers.add(hearer)
  return () => void hearers.delete(hearer)
}

function run(): void {
  const { person } = useSession()
  watch(
    () => person.value?.id,
    (id, _before, cleanUp) => {
      if (id === undefined) return
      const scope = effectScope(true)
      scope.run(followForOne)
      cleanUp(() => scope.stop())
    },
    { immediate: true },
  )
}

/** All that is followed while one person is logged in. */
function followForOne(): void {
  const { shelf, term } = useShelf()
  const { line } = useLine()
  watch(
    shelf,
    (found, _before, cleanUp) => {
      if (found) cleanUp(open(found, term.value))
    },
    { immediate: true },
  )
  watch(line, (known) =>
    ownWishes().ended((id) => (known.get(id)?.state ?? 'pending') === 'pending'),
  )
}

/** Follow the events from where `shelf` stands, until the function that comes back is called. */
function open(shelf: Shelf, term: string): () => void {
  let closed = false
  let stop = (): void => undefined
  function begin(): void {
    if (!closed) stop = followEvents({ after: () => shelf.number, state, take })
  }
  function state(now: Connection): void {
    connection.value = now
  }
  function take(event: ServerEvent): void {
    if (event.event === 'resync') {
      stop()
      void loadAgain(term).then(begin)
      return
    }
    apply(event, term)
    if (event.id) shelf.number = Math.max(shelf.number, Number(event.id))
  }
  void loadOlder(queryClient)
  begin()
  return () => {
    closed = true
    stop()
  }
}

function apply(event: ServerEvent, term: string): void {
  if (event.event === 'seats') noteSeats(term, JSON.parse(event.data) as SeatChange[])
  if (event.event === 'changed') void readAgain(term)
  if (event.event === 'rounds') setTimeout(readRounds, Math.random() * ROUNDS_SPREAD_MS)
  if (event.event === 'permits') void loadOlder(queryClient, ['permits', 'preview'])
  if (event.event === 'waiting') void loadOlder(queryClient, ['timetable', 'preview'])
  if (event.event !== 'outcome') return
  const outcome = JSON.parse(event.data) as Outcome
  noteOutcome(outcome)
  void loadOlder(queryClient, ['timetable', 'preview', 'permits'])
  for (const hearer of hearers) hearer(outcome)
}

const readRounds = (): void => void loadOlder(queryClient, ['terms', 'preview'])

/** The shelf first: the stream goes on where it stands, so nothing else may be older than it. */
async function loadAgain(term: string): Promise<void> {
  await readAgain(term)
  await loadOlder(queryClient, ['selections', 'terms'])
}

/** Sections are different now: what is held among them, and what is told of that. */
async function readAgain(term: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['catalogue', term] })
  await loadOlder(queryClient, ['timetable', 'preview', 'permits', 'notices'])
}
