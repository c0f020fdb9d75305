import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { removeRehearsal } from '@/api/cockpit'
import {
  auditRehearsal,
  countSections,
  getTokens,
  makeRehearsal,
  PAGE,
  removeOnLeaving,
  type AuditReport,
  type ScratchTerm,
} from '@/api/rehearsal'
import { figuresOf, type Figures } from './figures'
import { requestsOf, sectionsOf, type Wanted } from './plan'
import { followAll, pauseMs, sendAll, type Wish } from './rush'

export type Step = 'making' | 'tokens' | 'sending' | 'following' | 'auditing' | 'removing'

export interface Result {
  figures: Figures
  audit: AuditReport
  passed: boolean
}

const MOST_LOOKS = 40 // at a term that the student door has not heard of yet

/** A rehearsal from its scratch term to its audit; it removes what it made, however it ends. */
export function useRehearsal() {
  const step = ref<Step | null>(null)
  const accepted = ref(0)
  const decided = ref(0)
  const total = ref(0)
  const code = ref('')
  const error = shallowRef<unknown>(null)
  const result = shallowRef<Result | null>(null)
  const leftOver = ref('')
  let stop = false

  const watch = {
    stopped: () => stop,
    tell: (what: 'accepted' | 'decided') => (what === 'accepted' ? accepted : decided).value++,
  }

  async function run(wanted: Wanted): Promise<void> {
    if (step.value) return
    stop = false
    accepted.value = decided.value = 0
    error.value = result.value = null
    leftOver.value = ''
    try {
      await rehearse(wanted)
    } catch (problem) {
      if (!stop) error.value = problem
    } finally {
      await remove()
      step.value = null
    }
  }

  async function rehearse(wanted: Wanted): Promise<void> {
    const sections = sectionsOf(wanted)
    step.value = 'making'
    const term = await makeRehearsal({ students: wanted.students, sections })
    code.value = term.term
    step.value = 'tokens'
    const wishes = await wishesOf(term, wanted)
    total.value = wishes.length
    step.value = 'sending'
    await sendAll(wishes, watch)
    step.value = 'following'
    await followAll(wishes, watch)
    if (stop) return
    step.value = 'auditing'
    const audit = await auditRehearsal(term.term, { sections, told: told(wishes) })
    const figures = figuresOf(wishes)
    const whole = figures.submitted === figures.accepted && figures.accepted === figures.decided
    result.value = { figures, audit, passed: whole && audit.clean }
  }

  async function remove(): Promise<void> {
    if (!code.value) return
    step.value = 'removing'
    await removeRehearsal(code.value).catch(() => (leftOver.value = code.value))
    code.value = ''
  }

  const leaving = (): void => {
    if (code.value) removeOnLeaving(code.value)
  }
  const end = (): void => {
    stop = true
  }
  addEventListener('pagehide', leaving)
  onScopeDispose(() => {
    removeEventListener('pagehide', leaving)
    end()
  })
  const running = computed(() => step.value !== null)
  return { step, running, accepted, decided, total, error, result, leftOver, run, stop: end }
}

async function wishesOf(term: ScratchTerm, wanted: Wanted): Promise<Wish[]> {
  const students: { student_id: number; token: string }[] = []
  for (let offset = 0; offset < term.students; offset += PAGE) {
    students.push(...(await getTokens(term.term, offset)).tokens)
  }
  await heardOf(term, students[0]?.token ?? '')
  return requestsOf(wanted).flatMap(([who, which], place) => {
    const [student, section] = [students[who], term.sections[which]]
    if (!student || !section) return []
    return {
      token: student.token,
      studentId: student.student_id,
      sectionId: section.id,
      key: `${term.term}-${place}`,
      sentAt: 0,
      acceptedAfterMs: 0,
      ticket: null,
      refused: '',
    }
  })
}

/** Wait until the student door knows the new term. */
async function heardOf(term: ScratchTerm, token: string): Promise<void> {
  for (let tries = 1; tries < MOST_LOOKS; tries += 1) {
    if ((await countSections(token, term.term)) === term.sections.length) return
    await new Promise((done) => setTimeout(done, pauseMs(0, tries)))
  }
}

const told = (wishes: readonly Wish[]) =>
  wishes.flatMap(({ ticket, studentId, sectionId }) =>
    ticket
      ? {
          ticket_id: ticket.id,
          student_id: studentId,
          section_id: sectionId,
          state: ticket.state,
        }
      : [],
  )
