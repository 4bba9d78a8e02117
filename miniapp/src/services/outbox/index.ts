import Taro from '@tarojs/taro'
import { checkInRoutes } from '@pioneer/shared-types/checkins/routes'
import { create } from 'zustand'
import { challengeOf, newProof } from '../crypto'
import { http } from '../http'
import { deviceId, requestId } from '../ids'
import { useNetwork } from '../network'
import { refreshMe, startSession, useSession, type SessionState } from '../session'
import { createSlot } from '../storage'
import { areEntries, ownedBy, retryDelay, type OutboxEntry } from './model'
import { createOutbox, type Caller } from './outbox'

const slot = createSlot('outbox', areEntries)

/** What waits, and what ended and was not seen yet. */
export const useOutbox = create<{ entries: OutboxEntry[] }>(() => ({ entries: [] }))

function callerOf({ phase, me }: SessionState): Caller | null {
  if (phase === 'signed-out') return { kind: 'nobody' }
  if (phase !== 'signed-in' || me === null) return null
  return me.member ? { kind: 'member', memberId: me.member.id } : { kind: 'unbound' }
}

export const outbox = createOutbox({
  read: slot.read,
  write: slot.write,
  now: () => Date.now(),
  newId: requestId,
  newProof,
  challengeOf,
  deviceId,
  freeze: (body) => http.call(checkInRoutes.freeze, { body }, { anonymous: true }),
  redeem: (body) => http.call(checkInRoutes.redeem, { body }),
  known: () => callerOf(useSession.getState()),
  caller: async () => {
    const known = callerOf(useSession.getState())
    // somebody may have been approved since
    if (known?.kind === 'unbound') await refreshMe()
    else await startSession()
    return callerOf(useSession.getState()) ?? { kind: 'nobody' }
  },
  changed: (entries) => useOutbox.setState({ entries }),
})

let timer: ReturnType<typeof setTimeout> | null = null
let visible = true

/** The signed-in member, if one. */
function memberId(): string | null {
  const caller = callerOf(useSession.getState())
  return caller?.kind === 'member' ? caller.memberId : null
}

const waiting = () => ownedBy(outbox.entries(), memberId()).filter((entry) => entry.state === 'waiting')

function schedule(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  const [first] = waiting()
  if (!visible || first === undefined) return
  timer = setTimeout(() => void sendWaiting(), retryDelay(first.tries))
}

/** Sends what waits, and looks again later while something still does. */
export async function sendWaiting(): Promise<void> {
  await outbox.flush()
  schedule()
}

/** Starts sending: when the network returns, when somebody has signed in, when the app is opened, and now and then. */
export function startOutbox(): void {
  useOutbox.subscribe((now, before) => {
    if (now.entries !== before.entries) schedule()
  })
  useNetwork.subscribe(({ online }, before) => {
    if (online && !before.online) void sendWaiting()
  })
  useSession.subscribe((now, before) => {
    if (callerOf(now)?.kind === 'member' && callerOf(before)?.kind !== 'member') void sendWaiting()
  })
  Taro.onAppHide(() => {
    visible = false
    schedule()
  })
  Taro.onAppShow(() => {
    visible = true
    void sendWaiting()
  })
  schedule()
}

export type { About, OutboxEntry, ScanSource } from './model'
