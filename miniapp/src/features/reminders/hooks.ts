import type { Inbox, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import type { InfiniteData } from '@tanstack/react-query'
import { toastError } from '@/components/toast'
import { ApiError } from '@/services/http'
import { clockOffset, useNow } from '@/services/now'
import { queryClient, useFetched, usePaged } from '@/services/query'
import { fetchInbox, fetchPlan, sendRead } from './api'
import { pagesRead, type RemindTarget } from './model'

const INBOX = ['inbox']

/** The inbox page by page, and the service's time beside it. */
export function useInbox() {
  const paged = usePaged(INBOX, fetchInbox)
  const now = useNow(clockOffset(paged.first?.serverTime, paged.query.dataUpdatedAt))
  return { ...paged, now }
}

export const refreshInbox = (): Promise<unknown> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: INBOX }), queryClient.invalidateQueries({ queryKey: ['home'] })])

/** Takes the dots away at once and tells the service; without ids all of them. They come back when it could not be told. */
export async function markRead(ids?: string[]): Promise<void> {
  const at = new Date().toISOString()
  queryClient.setQueryData<InfiniteData<Inbox, string | undefined>>(INBOX, (data) => data && { ...data, pages: pagesRead(data.pages, ids, at) })
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
export const usePlan = (target: RemindTarget) =>
  useFetched(planKey(target), async (): Promise<RemindPlan | null> => {
    try {
      return await fetchPlan(target)
    } catch (error) {
      if (error instanceof ApiError && error.is('nobody-to-remind')) return null
      throw error
    }
  })

/** After a reminder: who was reminded when, and what the first screen says of them. */
export const refreshPlan = (target: RemindTarget): Promise<unknown> =>
  Promise.all([planKey(target), ['home']].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
