import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Freeze, Frozen, Redeem } from '@pioneer/shared-types/checkins/schemas'
import type { Proof } from '../crypto'
import { ApiError } from '../http/errors'
import * as rules from './model'
import type { About, OutboxEntry, ScanSource } from './model'

/** Who would be signing in. */
export type Caller = { kind: 'member'; memberId: string } | { kind: 'unbound' } | { kind: 'nobody' }

export interface OutboxDeps {
  /** What the phone keeps; null when nothing can be read. */
  read: () => OutboxEntry[] | null
  write: (entries: OutboxEntry[]) => void
  now: () => number
  newId: () => string
  newProof: () => Promise<Proof>
  challengeOf: (verifier: string) => string
  deviceId: () => Promise<string>
  freeze: (body: Freeze) => Promise<Frozen>
  redeem: (body: Redeem) => Promise<CheckInResult>
  /** Who is signed in, as far as that is known without asking. */
  known: () => Caller | null
  /** The same, after trying to sign in silently. Throws when the service cannot be reached. */
  caller: () => Promise<Caller>
  changed: (entries: OutboxEntry[]) => void
}

export interface Outbox {
  entries: () => OutboxEntry[]
  /** Keeps what was read, before anything is sent. The same code read again is the same entry. */
  keep: (source: ScanSource, about: About | null) => Promise<OutboxEntry>
  /** Sends one entry; several callers share one attempt. Never throws for reasons of network or service. */
  deliver: (id: string) => Promise<OutboxEntry | null>
  /** Sends everything that waits, one after the other, until the network fails. */
  flush: () => Promise<void>
  /** The binding took the claim along. */
  carried: (id: string) => void
  /** The member saw how it ended. */
  see: (id: string) => void
  /** Takes an entry away at the member's wish, or because the service keeps it now. */
  dismiss: (id: string) => void
}

/** A failure caught on the way, so that two requests can be waited for together. */
type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown }
const settle = <T>(promise: Promise<T>): Promise<Settled<T>> =>
  promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  )

/** The outbox of sign-ins: kept on the phone, sent once each, however often the phone restarts or a reply is lost. */
export function createOutbox(deps: OutboxDeps): Outbox {
  let memory: OutboxEntry[] = rules.pruned(deps.read() ?? [], deps.now())
  const underWay = new Map<string, Promise<OutboxEntry | null>>()
  deps.changed(memory)

  /** Always from what is stored: in a browser another tab may have written meanwhile. */
  const update = (change: (entries: OutboxEntry[]) => OutboxEntry[]): void => {
    memory = change(deps.read() ?? memory)
    try {
      deps.write(memory)
    } catch {
      // a full storage must not stop a sign-in that can be sent now; memory keeps it while the app lives
    }
    deps.changed(memory)
  }
  const find = (id: string): OutboxEntry | null => memory.find((entry) => entry.id === id) ?? null
  const put = (entry: OutboxEntry): OutboxEntry => {
    update((entries) => entries.map((known) => (known.id === entry.id ? entry : known)))
    return entry
  }

  /** Seals the scan if there is still time. Answers why the service would not, when it said so. */
  async function freeze(entry: OutboxEntry): Promise<{ entry: OutboxEntry; refusal: ApiError | null }> {
    if (!rules.canFreeze(entry, deps.now())) return { entry, refusal: null }
    const frozen = await settle(deps.freeze(rules.freezeBody(entry, deps.challengeOf(entry.verifier))))
    if (frozen.ok) return { entry: put(rules.withClaim(find(entry.id) ?? entry, frozen.value, deps.now())), refusal: null }
    const refused = frozen.error instanceof ApiError && rules.verdictOf(frozen.error) === 'refused'
    return { entry, refusal: refused ? (frozen.error as ApiError) : null }
  }

  /** Somebody has to come first; a code that was refused spares them the way. */
  const waitFor = (state: 'login' | 'bind', { entry, refusal }: { entry: OutboxEntry; refusal: ApiError | null }): OutboxEntry =>
    put(refusal ? rules.withRefusal(entry, refusal.problem, deps.now()) : { ...entry, state })

  async function redeem(entry: OutboxEntry): Promise<OutboxEntry> {
    const body = rules.redeemBody(entry, await deps.deviceId(), deps.now())
    const answer = await settle(deps.redeem(body))
    if (answer.ok) return put(rules.withResult(entry, answer.value, deps.now()))
    const verdict = rules.verdictOf(answer.error)
    if (verdict === 'claim' && entry.claim !== null) return redeem(put(rules.withoutClaim(entry)))
    if (verdict === 'login' || verdict === 'bind') return waitFor(verdict, await freeze(entry))
    if (answer.error instanceof ApiError && verdict !== 'later') {
      return put(rules.withRefusal(entry, answer.error.problem, deps.now()))
    }
    return put(rules.unanswered(entry))
  }

  async function attempt(id: string): Promise<OutboxEntry | null> {
    const start = find(id)
    if (start === null || rules.isSettled(start)) return start
    const known = deps.known()
    if (known?.kind === 'member') return redeemAs(start, known.memberId)

    // nobody is signed in for sure: the code is sealed while the session is being restored
    const [sealed, asked] = await Promise.all([freeze(start), settle(deps.caller())])
    const { entry, refusal } = sealed
    if (refusal && rules.isFinal(refusal)) return put(rules.withRefusal(entry, refusal.problem, deps.now()))
    if (!asked.ok) return put(rules.unanswered(entry))
    if (asked.value.kind === 'nobody') return waitFor('login', sealed)
    if (asked.value.kind === 'unbound') return waitFor('bind', sealed)
    // too late to be sealed may still be in time for the policy, or have been recorded before
    return redeemAs(entry, asked.value.memberId)
  }

  /** From now on it is this member's; what another member read on this phone stays where it is. */
  function redeemAs(entry: OutboxEntry, memberId: string): Promise<OutboxEntry> {
    if (entry.memberId !== null && entry.memberId !== memberId) return Promise.resolve(entry)
    return redeem({ ...entry, memberId })
  }

  const deliver = (id: string): Promise<OutboxEntry | null> => {
    const running = underWay.get(id)
    if (running) return running
    const attempting = attempt(id).finally(() => underWay.delete(id))
    underWay.set(id, attempting)
    return attempting
  }

  return {
    entries: () => memory,
    async keep(source, about) {
      const known = deps.known()
      const member = known?.kind === 'member' ? known.memberId : null
      const twin = rules.ownedBy(memory, member).find((entry) => rules.sameSource(entry.source, source))
      if (twin !== undefined && twin.state !== 'refused') return twin
      const { verifier } = await deps.newProof()
      const entry = rules.newEntry({
        id: deps.newId(),
        source,
        about,
        capturedAt: deps.now(),
        verifier,
        memberId: member,
      })
      update((entries) => [...entries.filter(({ id }) => id !== twin?.id), entry])
      return entry
    },
    deliver,
    async flush() {
      const member = deps.known()?.kind === 'member'
      for (const { id, state } of memory) {
        if (state !== 'waiting' && !(member && (state === 'login' || state === 'bind'))) continue
        const after = await deliver(id)
        if (after?.state === 'waiting' && after.tries > 0) return
      }
    },
    carried: (id) => {
      const entry = find(id)
      if (entry) put({ ...entry, carried: true })
    },
    see: (id) => {
      const entry = find(id)
      if (entry && !entry.seen) put({ ...entry, seen: true })
    },
    dismiss: (id) => update((entries) => entries.filter((entry) => entry.id !== id)),
  }
}
