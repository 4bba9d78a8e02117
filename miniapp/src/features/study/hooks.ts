import { useQuery } from '@tanstack/react-query'
import { clockOffset, useNow } from '@/services/now'
import { useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchStudy } from './api'

/** 学习 in one request, and the service's time beside it. */
export function useStudy() {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useQuery({ queryKey: ['study', 'home'], queryFn: fetchStudy, enabled: signedIn })
  useRefreshOnShow(() => signedIn && query.refetch())
  return { query, now: useNow(clockOffset(query.data?.serverTime, query.dataUpdatedAt)) }
}
