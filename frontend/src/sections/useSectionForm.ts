import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave, useRouter } from 'vue-router'
import {
  changeSection,
  createSection,
  everySection,
  type Section,
  type SectionEffects,
} from '@/api/sections'
import { useSession } from '@/api/session'
import { useFieldProblems } from '@/app/fields'
import { useNotices } from '@/app/notices'
import { useAction } from '@/app/useAction'
import { changesOf, newSection, ready, type SectionForm } from './form'
import { faultOf, meetingOf, troublesOf } from './meetings'
import { useBase } from './useBase'
import { useEffects } from './useEffects'

/** A section that is made or changed, what that would trouble, and leaving without losing it. */
export function useSectionForm(section: Section | null, before: SectionForm) {
  const { t } = useI18n()
  const { notify } = useNotices()
  const { person } = useSession()
  const { base, administrator } = useBase()
  const client = useQueryClient()
  const router = useRouter()
  const { busy, error, run } = useAction()
  const fieldProblems = useFieldProblems()
  const form = reactive<SectionForm>(structuredClone(before))
  const dirty = computed(() => JSON.stringify(form) !== JSON.stringify(before))
  let saved = false

  const others = useQuery({
    queryKey: ['term-sections', computed(() => form.term)],
    queryFn: () => everySection(form.term),
    enabled: () => form.term !== '',
  })
  const teacherId = computed(() =>
    administrator.value ? (section?.teacher_id ?? null) : (person.value?.id ?? null),
  )
  const troubles = computed(() =>
    troublesOf(
      form.meetings.filter((one) => faultOf(one) === null).map(meetingOf),
      { id: section?.id ?? null, location: form.location, teacherId: teacherId.value },
      others.data.value ?? [],
    ),
  )

  const { effects, unknown, now } = useEffects(section, () =>
    ready(form) ? changesOf(before, form) : null,
  )

  /** Save, unless students are concerned: what it does to them is to be read first. */
  async function saveOrWarn(): Promise<SectionEffects | null> {
    let found: SectionEffects | null = null
    const known = await run(async () => (found = await now()))
    if (known && !found) await save()
    return found
  }

  async function save(): Promise<void> {
    let done = section
    const ended = await run(async () => {
      done = section
        ? await changeSection(section.id, changesOf(before, form))
        : await createSection(newSection(form))
    })
    if (!ended || !done) return
    saved = true
    notify(t('sections.saved', { course: done.course, number: done.number }))
    await client.invalidateQueries()
    await router.push(`${base.value}/${done.id}`)
  }

  onBeforeRouteLeave(() => saved || !dirty.value || window.confirm(t('sections.leave')))

  return {
    form,
    busy,
    error,
    troubles,
    administrator,
    teacherId,
    save,
    others: computed(() => others.data.value ?? []),
    allowed: computed(() => ready(form) && (section === null || dirty.value)),
    problems: computed(() => fieldProblems(error.value)),
    effects,
    unknown,
    saveOrWarn,
  }
}
