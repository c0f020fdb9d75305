import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { listGroups, listTags } from '@/api/tags'

/** The groups and tags that are in use, to choose from; none while nobody answers. */
export function useKnown() {
  const groups = useQuery({ queryKey: ['users', 'groups'], queryFn: listGroups })
  const tags = useQuery({ queryKey: ['users', 'tags'], queryFn: listTags })
  return {
    groups: computed(() => groups.data.value ?? []),
    tags: computed(() => tags.data.value ?? []),
  }
}
