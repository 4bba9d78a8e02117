import type { Draw, PaperDetail } from '@pioneer/shared-types/study/schemas'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiError } from '@/services/http'
import { clockOffset, useNow } from '@/services/now'
import { queryClient, useFetched } from '@/services/query'
import { drawPaper, fetchPaper, fetchPapers, withdrawPaper } from './api'

/** Counting up to a number asks once, not at every step. */
const DRAW_AFTER_MS = 350

const paperKey = (id: string) => ['paper-people', id]

/** Papers of an organization and below, and the service's time beside them. */
export function usePapers(orgId: string) {
  const query = useFetched(['paper-list', orgId], () => fetchPapers(orgId), orgId !== '')
  return { query, now: useNow(clockOffset(query.data?.serverTime, query.dataUpdatedAt)) }
}

/** Who has done a paper and who has not. */
export function usePaper(id: string) {
  const query = useFetched(paperKey(id), () => fetchPaper(id), id !== '')
  return { query, now: useNow(clockOffset(query.data?.serverTime, query.dataUpdatedAt)) }
}

/** A paper that was assigned or withdrawn: shown at once, and everywhere that counts papers is read again. */
export async function acceptPaper(paper: PaperDetail): Promise<void> {
  queryClient.setQueryData(paperKey(paper.id), paper)
  await Promise.all(['paper-list', 'home', 'study'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
}

/** Takes a paper back. Throws what the service says. */
export const withdraw = async (id: string, reason: string): Promise<void> => acceptPaper(await withdrawPaper(id, reason))

function useSettled<T>(value: T, key: string): T {
  const [settled, setSettled] = useState({ key, value })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ key, value }), DRAW_AFTER_MS)
    return () => clearTimeout(timer)
    // the key stands for the value, which is made anew with each rendering
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key])
  return settled.value
}

/** What would be drawn, asked a moment after the last change; null while there is nothing to draw. */
export function useDrawn(orgId: string, draw: Draw | null) {
  const asked = useSettled(draw, JSON.stringify(draw))
  const query = useQuery({
    queryKey: ['drawn', orgId, asked],
    queryFn: () => (asked === null ? null : drawPaper(orgId, asked)),
    enabled: asked !== null,
    staleTime: Infinity,
    retry: (failures, error) => failures < 1 && !(error instanceof ApiError),
    placeholderData: (before) => before,
  })
  const behind = JSON.stringify(asked) !== JSON.stringify(draw)
  return { query, busy: behind || query.isFetching }
}
