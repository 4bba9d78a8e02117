import type { Attendance, AttendanceList, AttendanceRow, MissingList, RequestList, SetAttendance } from '@pioneer/shared-types/attendance/schemas'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import { useQuery } from '@tanstack/react-query'
import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { toast, toastError } from '@/components/toast'
import { ApiError } from '@/services/http'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchMissing, fetchRequests, fetchRoll, setAttendance } from './api'
import { nextLeaving, NO_TAPS, tapForgotten, tapSent, tapsAt, tapTaken, undoFailed, undoSent, type Taps } from './model'
import { WORDS } from './words'

/** The list of the missing is cheap: arrivals vanish from it by themselves. */
const MISSING_EVERY_MS = 3_000
const ROLL_EVERY_MS = 6_000

/** Whether the page is in view: polling stops behind other pages. */
function useInView(): boolean {
  const [inView, setInView] = useState(true)
  useDidShow(() => setInView(true))
  useDidHide(() => setInView(false))
  return inView
}

const keys = {
  missing: (id: string) => ['missing', id],
  roll: (id: string) => ['roll', id],
  requests: (id: string) => ['requests', id],
}

/** Everything that shows who came, read again. */
export async function refreshRoll(id: string): Promise<void> {
  const all = [keys.missing(id), keys.roll(id), keys.requests(id), ['activity', id], ['home'], ['managed']]
  await Promise.all(all.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

export function useMissing(id: string) {
  const inView = useInView()
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery<MissingList>({
    queryKey: keys.missing(id),
    queryFn: () => fetchMissing(id),
    enabled: signedIn && id !== '',
    refetchInterval: inView ? MISSING_EVERY_MS : false,
    retry: false,
  })
}

export function useRollList(id: string, wanted: boolean) {
  const inView = useInView()
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery<AttendanceList>({
    queryKey: keys.roll(id),
    queryFn: () => fetchRoll(id),
    enabled: signedIn && id !== '' && wanted,
    refetchInterval: inView ? ROLL_EVERY_MS : false,
    retry: false,
  })
}

/** @param version anything that changes when there may be new requests */
export function useRequests(id: string, wanted: boolean, version = 0) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery<RequestList>({
    queryKey: [...keys.requests(id), version],
    queryFn: () => fetchRequests(id),
    enabled: signedIn && id !== '' && wanted,
    placeholderData: (before) => before,
  })
}

type Change = { kind: 'done'; attendance: Attendance } | { kind: 'moved' } | { kind: 'failed' }

/** Changes one row; a conflict means that somebody was faster, which is no fault: the list is read again. */
async function change(id: string, row: AttendanceRow, body: SetAttendance): Promise<Change> {
  try {
    const { attendance } = await setAttendance(id, row.memberId, body)
    return { kind: 'done', attendance }
  } catch (error) {
    const moved = error instanceof ApiError && error.is('conflict')
    if (moved) {
      const fresh = await fetchMissing(id).catch(() => null)
      const gone = fresh !== null && body.state === 'present' && !fresh.items.some(({ memberId }) => memberId === row.memberId)
      toast(gone ? WORDS.selfSigned(row.name) : WORDS.movedOn)
    } else {
      toastError(error)
    }
    await refreshRoll(id)
    return { kind: moved ? 'moved' : 'failed' }
  }
}

/** Corrects one row with a reason; whether it was done. */
export async function correct(id: string, row: AttendanceRow, state: AttendanceState, reason: string): Promise<boolean> {
  const done = await change(id, row, { state, reason, expectedVersion: row.version })
  if (done.kind !== 'done') return false
  toast(WORDS.corrected(row.name, WORDS.to[state]))
  await refreshRoll(id)
  return true
}

/** Taps of this phone and their way back: a tapped row stays eight seconds. */
export function useTaps(id: string) {
  const [taps, setTaps] = useState<Taps>(NO_TAPS)
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])
  const update = (next: (taps: Taps) => Taps) => {
    if (alive.current) setTaps(next)
  }

  useEffect(() => {
    const next = nextLeaving(taps)
    if (next === null) return undefined
    const timer = setTimeout(() => setTaps((now) => tapsAt(now, Date.now())), Math.max(0, next - Date.now()) + 10)
    return () => clearTimeout(timer)
  }, [taps])

  const tap = async (row: AttendanceRow) => {
    update((now) => tapSent(now, row))
    const done = await change(id, row, { state: 'present', expectedVersion: row.version })
    if (done.kind !== 'done') {
      update((now) => tapForgotten(now, row.memberId))
      return
    }
    if (done.attendance.door === 'tap') {
      update((now) => tapTaken(now, row.memberId, done.attendance, Date.now()))
    } else {
      // they signed in themselves a moment ago: nothing was tapped, so there is nothing to take back
      toast(WORDS.selfSigned(row.name))
      update((now) => tapForgotten(now, row.memberId))
    }
    await refreshRoll(id)
  }

  const undo = async (memberId: string) => {
    const made = taps[memberId]
    if (!made || made.stage !== 'tapped') return
    update((now) => undoSent(now, memberId))
    const done = await change(id, made.row, { state: made.row.state, reason: WORDS.undoReason, expectedVersion: made.version })
    if (done.kind !== 'done') {
      update((now) => (done.kind === 'moved' ? tapForgotten(now, memberId) : undoFailed(now, memberId, Date.now())))
      return
    }
    await refreshRoll(id)
    update((now) => tapForgotten(now, memberId))
    toast(WORDS.undone(made.row.name))
  }

  return { taps, tap, undo }
}
