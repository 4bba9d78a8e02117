import { useQuery } from '@tanstack/react-query'
import { useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchMyPoints } from './api'

/** One year of points; undefined is the present one. */
export function useMyPoints(year: number | undefined) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useQuery({ queryKey: ['points', year ?? 'now'], queryFn: () => fetchMyPoints(year), enabled: signedIn })
  useRefreshOnShow(query.refetch)
  return query
}
