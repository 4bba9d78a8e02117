import type { ActivityDetail, ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { clockOffset, useNow } from '@/services/now'
import { queryClient, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { rememberMeeting } from '../checkin/about'
import { askFor, fetchActivities, fetchActivity, replyAttend, type Scope } from './api'

/** One of the two lists, page by page, and the service's time beside it. */
export function useActivities(scope: Scope) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useInfiniteQuery({
    queryKey: ['activities', scope],
    queryFn: ({ pageParam }) => fetchActivities(scope, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: signedIn,
  })
  useRefreshOnShow(query.refetch)
  const first = query.data?.pages[0]
  const now = useNow(clockOffset(first?.serverTime, query.dataUpdatedAt))
  const items: ActivitySummary[] | undefined = query.data?.pages.flatMap((page) => page.items)
  return { query, items, now }
}

/** One activity; while it runs it is asked for again every half minute. */
export function useActivity(id: string) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useQuery({
    queryKey: ['activity', id],
    queryFn: () => fetchActivity(id),
    enabled: signedIn && id !== '',
    refetchInterval: ({ state }) => (state.data?.phase === 'open' || state.data?.phase === 'late' ? 30_000 : false),
  })
  useRefreshOnShow(query.refetch)
  const { data } = query
  useEffect(() => {
    if (data) rememberMeeting(data)
  }, [data])
  return query
}

async function changed(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['activity', id] }),
    queryClient.invalidateQueries({ queryKey: ['activities'] }),
    queryClient.invalidateQueries({ queryKey: ['home'] }),
  ])
}

/** What the member can answer; each throws what went wrong. */
export function useAnswers({ id }: Pick<ActivityDetail, 'id'>) {
  return {
    attend: async () => {
      await replyAttend(id)
      await changed(id)
    },
    askLeave: async (reason: string) => {
      await askFor(id, 'leave', reason)
      await changed(id)
    },
    askSignIn: async (reason: string) => {
      await askFor(id, 'sign-in', reason)
      await changed(id)
    },
  }
}
