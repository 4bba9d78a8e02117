import type { Inbox, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import { useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query'
import { toastError } from '@/components/toast'
import { ApiError } from '@/services/http'
import { clockOffset, useNow } from '@/services/now'
import { queryClient, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchInbox, fetchPlan, sendRead } from './api'
import { readAt, type RemindTarget } from './model'

const INBOX = ['inbox']

/** The inbox page by page, and the service's time beside it. */
export function useInbox() {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useInfiniteQuery({
    queryKey: INBOX,
    queryFn: ({ pageParam }) => fetchInbox(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: signedIn,
  })
  useRefreshOnShow(query.refetch)
  const first = query.data?.pages[0]
  const now = useNow(clockOffset(first?.serverTime, query.dataUpdatedAt))
  return { query, first, items: query.data?.pages.flatMap((page) => page.items), now }
}

export const refreshInbox = (): Promise<unknown> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: INBOX }), queryClient.invalidateQueries({ queryKey: ['home'] })])

/** Takes the dots away at once and tells the service; without ids all of them. They come back when it could not be told. */
export async function markRead(ids?: string[]): Promise<void> {
  const at = new Date().toISOString()
  queryClient.setQueryData<InfiniteData<Inbox, string | undefined>>(INBOX, (data) =>
    data && {
      ...data,
      pages: data.pages.map((page) => ({ ...page, items: readAt(page.items, ids, at), unread: ids === undefined ? 0 : Math.max(0, page.unread - ids.length) })),
    },
  )
  try {
    await sendRead(ids)
    await queryClient.invalidateQueries({ queryKey: ['home'] })
  } catch (error) {
    // one that was opened is read when it is opened the next time; only who asked for all of them is told
    if (ids === undefined) toastError(error)
    await queryClient.invalidateQueries({ queryKey: INBOX })
  }
}

const planKey = ({ about, id }: RemindTarget) => ['remind', about, id]

/** Who would be reminded. Nobody left is no failure: null. */
export function usePlan(target: RemindTarget) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useQuery<RemindPlan | null>({
    queryKey: planKey(target),
    queryFn: async () => {
      try {
        return await fetchPlan(target)
      } catch (error) {
        if (error instanceof ApiError && error.is('nobody-to-remind')) return null
        throw error
      }
    },
    enabled: signedIn,
  })
  useRefreshOnShow(query.refetch)
  return query
}

export const refreshPlan = (target: RemindTarget): Promise<void> => queryClient.invalidateQueries({ queryKey: planKey(target) })
