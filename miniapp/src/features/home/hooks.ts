import type { Home } from '@pioneer/shared-types/home/schemas'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AsyncSource } from '@/components/Async'
import { clockOffset, useNow } from '@/services/now'
import { useRefreshOnShow } from '@/services/query'
import { acceptMe, startSession, useSession } from '@/services/session'
import { createSlot } from '@/services/storage'
import { rememberMeeting } from '../checkin/about'
import { fetchHome } from './api'

const isHome = (value: unknown): value is Home =>
  typeof value === 'object' && value !== null && 'serverTime' in value && 'me' in value && 'todos' in value && 'inbox' in value

/** The first screen as it was last, for a start without network. */
const kept = createSlot('home', isHome)

useSession.subscribe(({ phase }) => {
  if (phase === 'signed-out') kept.remove()
})

export interface HomeSource {
  source: AsyncSource<Home>
  /** By the service's clock, ms. */
  now: number
  signedOut: boolean
  /** When it was fetched, by the phone's clock, ms; 0 before. */
  fetchedAt: number
}

/** 首页: one request, renewed when it comes into view; without network what it said last, with a word about it. */
export function useHome(): HomeSource {
  const phase = useSession((state) => state.phase)
  const accountId = useSession((state) => state.me?.accountId)
  const sessionError = useSession((state) => state.error)
  const query = useQuery({ queryKey: ['home', accountId], queryFn: fetchHome, enabled: phase === 'signed-in' })
  const { data, error } = query

  const refetch = async () => {
    if (phase === 'failed') await startSession().catch(() => undefined)
    else await query.refetch()
  }
  useRefreshOnShow(() => {
    if (phase === 'signed-in' || phase === 'failed') void refetch()
  })

  useEffect(() => {
    if (!data) return
    acceptMe(data.me)
    for (const activity of [data.upcoming, data.today]) if (activity) rememberMeeting(activity)
    try {
      kept.write(data)
    } catch {
      // a full storage costs the start without network, nothing else
    }
  }, [data])

  const failure = phase === 'failed' ? sessionError : error
  const last = failure ? kept.read() : null
  const shown = data ?? (last && (accountId === undefined || last.me.accountId === accountId) ? last : undefined)
  const now = useNow(clockOffset(data?.serverTime, query.dataUpdatedAt))
  return { source: { data: shown, error: failure, refetch }, now, signedOut: phase === 'signed-out', fetchedAt: query.dataUpdatedAt }
}
