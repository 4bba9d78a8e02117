import { useQueries, useQuery } from '@tanstack/react-query'
import { useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchActivity } from '../activities/api'
import { fetchBoard } from './api'

const key = (accountId: string | undefined, orgId: string, quarter: number | null) => ['duties', accountId, orgId, quarter]

/** What is due in a quarter; null = the present one. */
export function useBoard(orgId: string, quarter: number | null) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const accountId = useSession((state) => state.me?.accountId)
  const known = signedIn && orgId !== ''
  const query = useQuery({
    queryKey: key(accountId, orgId, quarter),
    queryFn: () => fetchBoard(orgId, quarter === null ? {} : { quarter }),
    enabled: known,
  })
  useRefreshOnShow(() => known && query.refetch())
  return query
}

/** The meetings behind a cell. */
export function useMeetings(ids: readonly string[]) {
  return useQueries({ queries: ids.map((id) => ({ queryKey: ['activity', id], queryFn: () => fetchActivity(id) })) })
}
