/** What people call a term; its code until that is known. */
import { useQuery } from '@tanstack/vue-query'
import { listTerms } from '@/api/terms'

export function useTermName(): (code: string) => string {
  const { data } = useQuery({ queryKey: ['staff-terms'], queryFn: listTerms })
  return (code) => data.value?.find((term) => term.code === code)?.name || code
}
