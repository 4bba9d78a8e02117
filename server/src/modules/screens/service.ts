import { createHash } from 'node:crypto'
import type { CollectedPairing, CollectPairing, PairedScreen, ScreenState } from '@pioneer/shared-types/screens/schemas'
import type { Counts } from '@pioneer/shared-types/activities/schemas'
import type { Context } from '../../kernel/context'
import { newId, randomCode, randomToken, toId } from '../../kernel/ids'
import { keyedDigest, sameSecret } from '../../kernel/keys'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction } from '../../kernel/transaction'
import type { ActivitiesService, ActivityRecord, AttendanceHooks } from '../activities/types'
import type { AuditService } from '../audit/types'
import type { CheckInsService } from '../checkins/types'
import { LiveCounts } from './live'
import { screenModels, type OfferRecord, type ScreenRecord } from './model'
import type { ScreensService } from './types'
import { Waiters } from './waiters'

export { ensureIndexes } from './model'

export interface ScreenDeps {
  activities: Pick<ActivitiesService, 'get' | 'recent' | 'window'>
  attendance: Pick<AttendanceHooks, 'counts' | 'quorum'>
  checkIns: Pick<CheckInsService, 'shown'>
  audit: Pick<AuditService, 'record'>
  publicUrl: () => string
}

const MINUTE = 60_000
/** A pairing code is good for ten minutes, a display until half an hour after the end. */
const OFFER_LIFE = 10 * MINUTE
const AFTER_END = 30 * MINUTE
/** A long poll ends before proxies lose patience. */
const LONG_POLL = 25_000
/** Another process may pair the display: looked up this often. */
const COLLECT_EVERY = 1_000
/** Displays that may ask to be paired in a minute and process: nobody has that many rooms. */
const OFFERS_PER_MINUTE = 120
const PAIRING_LETTERS = 8
/** Forgetting them only costs a look at the store. */
const SCREENS_KNOWN = 1_000

export function createScreensService(context: Context, deps: ScreenDeps): ScreensService {
  const { clock, keys } = context
  const { screens, offers } = screenModels(context.connection)
  const collectors = new Waiters()
  const live = new LiveCounts((ids) => deps.attendance.counts(ids), (error) => { context.log.warn({ err: error }, 'screens could not read the counts') })
  const known = new Map<string, ScreenRecord>()
  let offered = { since: 0, count: 0 }

  const digestOf = (token: string): string => keyedDigest(keys.index, `display-token/${token}`)
  const secretDigest = (secret: string): string => keyedDigest(keys.index, `display-secret/${secret}`)
  /** Of 256 random bits that only the display holds: a retry makes the same token, and nothing kept here gives it away. */
  const tokenFor = (screenId: string, secret: string): string => keyedDigest(keys.index, `display/${screenId}/${secret}`)

  const offer: ScreensService['offer'] = async () => {
    const now = clock.now()
    if (now.getTime() - offered.since >= MINUTE) offered = { since: now.getTime(), count: 0 }
    offered.count += 1
    if (offered.count > OFFERS_PER_MINUTE) throw new ProblemError('rate-limited', { retryAfterSeconds: 60 })
    const secret = randomToken(32)
    const record: OfferRecord = { _id: randomCode(PAIRING_LETTERS), secretDigest: secretDigest(secret), screenId: null, activityId: null, expiresAt: new Date(now.getTime() + OFFER_LIFE) }
    await offers.insertMany([record], { lean: true })
    return { pairing: record._id, secret, url: `${deps.publicUrl()}/p/${record._id}`, expiresAt: record.expiresAt.toISOString() }
  }

  const collect: ScreensService['collect'] = async ({ pairing, secret }: CollectPairing, gone) => {
    for (let waited = 0; ; waited += COLLECT_EVERY) {
      const record = await offers.findById(pairing).lean()
      if (!record || record.expiresAt <= clock.now() || !sameSecret(record.secretDigest, secretDigest(secret))) throw new ProblemError('pairing-expired')
      if (record.screenId) return handOver(record.screenId.toHexString(), secret)
      if (waited >= LONG_POLL || gone.aborted || collectors.over) return { paired: false, activityId: null, displayToken: null, expiresAt: null }
      await collectors.wait(pairing, COLLECT_EVERY, gone)
    }
  }

  async function handOver(screenId: string, secret: string): Promise<CollectedPairing> {
    const displayToken = tokenFor(screenId, secret)
    const screen = await screens.findOneAndUpdate({ _id: toId(screenId), expiresAt: { $gt: clock.now() } }, { $set: { tokenDigest: digestOf(displayToken) } }, { returnDocument: 'after' }).lean()
    if (!screen) throw new ProblemError('pairing-expired')
    return { paired: true, activityId: screen.activityId.toHexString(), displayToken, expiresAt: screen.expiresAt.toISOString() }
  }

  const pair: ScreensService['pair'] = async (caller, activityId, { pairing }) => {
    const activity = await deps.activities.get(activityId)
    const expiresAt = new Date(activity.endAt.getTime() + AFTER_END)
    if (activity.status === 'draft') throw new ProblemError('activity-state', { title: '先发布活动，再开大屏' })
    if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
    if (expiresAt <= clock.now()) throw new ProblemError('activity-state', { title: '活动已经结束，不用再开大屏' })
    const token = pairing === undefined ? randomToken(32) : null
    const screen: ScreenRecord = {
      _id: newId(), activityId: activity._id, pairedBy: caller.accountId, createdAt: clock.now(), expiresAt, ...(token === null ? {} : { tokenDigest: digestOf(token) }),
    }
    const screenId = await inTransaction(context.connection, async (session) => {
      if (pairing !== undefined) {
        const code = pairingOf(pairing)
        const waiting = await offers.findOne({ _id: code, expiresAt: { $gt: clock.now() } }).session(session).lean()
        if (!waiting) throw new ProblemError('pairing-expired')
        // The same tap again after its answer was lost.
        if (waiting.screenId && waiting.activityId?.equals(activity._id)) return waiting.screenId.toHexString()
        if (waiting.screenId) throw new ProblemError('pairing-expired')
        found(await offers.findOneAndUpdate({ _id: code, screenId: null }, { $set: { screenId: screen._id, activityId: activity._id } }, { returnDocument: 'after', session }).lean())
      }
      await screens.insertMany([screen], { session, lean: true })
      await deps.audit.record(caller, { action: 'screen.paired', targetType: 'screen', targetId: screen._id.toHexString(), orgId: activity.ownerOrgId.toHexString(), detail: `给“${activity.title}”开大屏` }, session)
      return screen._id.toHexString()
    })
    if (pairing !== undefined) collectors.wake(pairingOf(pairing))
    const answer: PairedScreen = { screenId, expiresAt: expiresAt.toISOString(), displayToken: token, url: null }
    // After the # nothing travels to a server or into its log.
    return token === null ? answer : { ...answer, url: `${deps.publicUrl()}/#/packages/screen/room/index?activity=${activityId}&display=${token}` }
  }

  /** A screen asks after every change: its record, which never changes once it has its token, is kept in mind. */
  const displayOf: ScreensService['displayOf'] = async (token) => {
    const tokenDigest = digestOf(token)
    const screen = known.get(tokenDigest) ?? await screens.findOne({ tokenDigest }).lean()
    if (!screen || screen.expiresAt <= clock.now()) return null
    if (known.size >= SCREENS_KNOWN) known.clear()
    known.set(tokenDigest, screen)
    return { screenId: screen._id.toHexString(), activityId: screen.activityId.toHexString() }
  }

  function stateOf(activity: ActivityRecord, counts: Counts): ScreenState {
    const now = clock.now()
    const shown = deps.checkIns.shown(activity, now)
    const { opensAt, lateAt } = deps.activities.window(activity)
    const seen = {
      activity: {
        id: activity._id.toHexString(), title: activity.title, kinds: [...activity.kinds], status: activity.status, ownerName: activity.ownerName,
        startAt: activity.startAt.toISOString(), endAt: activity.endAt.toISOString(), place: activity.place, opensAt: opensAt.toISOString(), lateAt: lateAt.toISOString(),
      },
      ticket: shown?.ticket ?? null, url: shown?.url ?? null, code: shown?.code ?? null, expiresAt: shown?.expiresAt.toISOString() ?? null,
      counts, quorum: deps.attendance.quorum(activity, counts),
    }
    return { rev: createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 16), serverTime: now.toISOString(), ...seen }
  }

  const state: ScreensService['state'] = async (activityId, since, gone) => {
    const deadline = performance.now() + LONG_POLL
    for (;;) {
      const activity = found(await deps.activities.recent(activityId))
      const counts = found(await live.of(activityId, since === undefined))
      const present = stateOf(activity, counts)
      const left = deadline - performance.now()
      if (present.rev !== since || left <= 0 || gone.aborted || live.over) return present
      await live.changed(activityId, counts, Math.min(left, turnsIn(present, clock.now(), activity, deps.activities.window(activity).closesAt)), gone)
    }
  }

  return {
    offer, collect, pair, displayOf, state,
    nudge: (activityId) => { live.nudge(activityId) },
    stop: () => { collectors.stop(); live.stop() },
  }
}

/** How long the picture stays as it is if nobody signs in, milliseconds: until the code turns, or signing in opens. */
function turnsIn(present: ScreenState, now: Date, activity: ActivityRecord, closesAt: Date): number {
  const opens = Date.parse(present.activity.opensAt)
  const next = present.expiresAt !== null ? Math.min(Date.parse(present.expiresAt), closesAt.getTime() + 1) : activity.status === 'published' && opens > now.getTime() ? opens : Infinity
  // Some other change of the activity is seen within seconds too.
  return Math.max(1, Math.min(next - now.getTime(), 5_000))
}

/** The code in what was scanned or typed: `…/p/ABCD2345` or the letters, in any case and with gaps. */
function pairingOf(text: string): string {
  const scanned = /\/p\/([A-Za-z0-9]+)/.exec(text)?.[1] ?? text
  return scanned.replace(/[\s-]/g, '').toUpperCase()
}
