import { useQueries } from '@tanstack/react-query'
import { useFetched } from '@/services/query'
import { fetchActivity } from '../activities/api'
import { fetchBoard } from './api'

/** What is due in a quarter; null = the present one. */
export const useBoard = (orgId: string, quarter: number | null) => useFetched(['duties', orgId, quarter], () => fetchBoard(orgId, quarter === null ? {} : { quarter }), orgId !== '')

/** The meetings behind a cell. */
export function useMeetings(ids: readonly string[]) {
  return useQueries({ queries: ids.map((id) => ({ queryKey: ['activity', id], queryFn: () => fetchActivity(id) })) })
}
