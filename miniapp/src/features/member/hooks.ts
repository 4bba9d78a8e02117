import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchAccessLog, fetchExport, fetchMyAttendance, fetchMyData } from './api'

const useSignedIn = () => useSession((state) => state.phase === 'signed-in')

/** My attendance, newest first, page by page. */
export function useMyAttendance() {
  const signedIn = useSignedIn()
  const query = useInfiniteQuery({
    queryKey: ['my-attendance'],
    queryFn: ({ pageParam }) => fetchMyAttendance(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: signedIn,
  })
  useRefreshOnShow(query.refetch)
  return { query, items: query.data?.pages.flatMap((page) => page.items) }
}

/** What is kept about me. */
export function useMyData() {
  const signedIn = useSignedIn()
  return useQuery({ queryKey: ['my-data'], queryFn: fetchMyData, enabled: signedIn })
}

/** Who looked at my record. */
export function useAccessLog() {
  const signedIn = useSignedIn()
  return useQuery({ queryKey: ['access-log'], queryFn: fetchAccessLog, enabled: signedIn })
}

/** All of it, fetched when it is asked for and not kept in memory afterwards. */
export const useExport = (wanted: boolean) =>
  useQuery({ queryKey: ['my-export'], queryFn: fetchExport, enabled: wanted, staleTime: 0, gcTime: 0 })
