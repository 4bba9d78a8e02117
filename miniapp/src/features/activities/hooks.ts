import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { clockOffset, useNow } from '@/services/now'
import { queryClient, usePaged, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { rememberMeeting } from '../checkin/about'
import { askFor, fetchActivities, fetchActivity, replyAttend, type Scope } from './api'

/** One of the two lists, page by page, and the service's time beside it. */
export function useActivities(scope: Scope) {
  const paged = usePaged(['activities', scope], (cursor) => fetchActivities(scope, cursor))
  const now = useNow(clockOffset(paged.first?.serverTime, paged.query.dataUpdatedAt))
  return { ...paged, now }
}

/** One activity; while it runs it is asked for again every half minute. */
export function useActivity(id: string) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const enabled = signedIn && id !== ''
  const query = useQuery({
    queryKey: ['activity', id],
    queryFn: () => fetchActivity(id),
    enabled,
    refetchInterval: ({ state }) => (state.data?.phase === 'open' || state.data?.phase === 'late' ? 30_000 : false),
  })
  useRefreshOnShow(() => enabled && query.refetch())
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
