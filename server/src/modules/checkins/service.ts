import { createHash } from 'node:crypto'
import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Redeem } from '@pioneer/shared-types/checkins/schemas'
import type { ProblemCode } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { instantOf, timeOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { randomToken } from '../../kernel/ids'
import { keyedDigest, sameSecret, seal, unseal } from '../../kernel/keys'
import { ProblemError } from '../../kernel/problems'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { FrozenScan } from '../auth/types'
import type { MembersService } from '../members/types'
import { createCodeBudget } from './budget'
import { decideSignIn, isOpen, signedInWords } from './rules'
import {
  claimExpiry, claimText, codeOf, encodeTicket, isLive, liveSteps, matchCode, readClaim, stepAt, stepStart, ticketOfUrl, verifyTicket, type Claim, type TicketFacts,
} from './tickets'
import type { CheckInsService } from './types'

export { ensureIndexes } from './model'

export interface CheckInDeps {
  activities: Pick<ActivitiesService, 'get' | 'recent' | 'window'>
  attendance: Pick<AttendanceService, 'arrive' | 'alreadyPresent' | 'requestSignIn' | 'resultOf' | 'requestResult' | 'isOnList' | 'countsOf'>
  members: Pick<MembersService, 'get'>
  /** The address that stands in the QR code; no slash at the end. */
  publicUrl: () => string
}

/** So many steps back a typed code is recognised as one that has turned over. */
const RECOGNISED = 20
/** Seals of other purposes do not open as claims. */
const SEAL = 'check-in-claim'

/** What a phone showed us, and how sure we are of when it was on the screen. */
interface Sighting { activity: ActivityRecord; door: 'qr' | 'code'; shownAt: Date; liveAt: Date | null; jti: string | null }

/** After these a retry may still repeat its first answer. */
const REPEATABLE: readonly ProblemCode[] = ['claim-expired', 'claim-used', 'ticket-expired', 'code-wrong', 'code-expired', 'code-locked', 'activity-closed']

/** Sign-in (签到): tickets and typed codes are checked here, attendance is written by its own module. */
export function createCheckInsService(context: Context, deps: CheckInDeps): CheckInsService {
  const { clock, keys } = context
  const budget = createCodeBudget(context)

  const epochOf = (activity: ActivityRecord): Omit<TicketFacts, 'step'> => ({ activityId: activity._id.toHexString(), epoch: activity.epoch })
  const digestOf = (deviceId: string): string => keyedDigest(keys.index, `device/${deviceId}`)

  /** Proves a ticket without the store; then finds its activity. Throws ticket-invalid, ticket-expired. */
  async function activityOfTicket(body: { ticket: string } | { url: string }): Promise<{ activity: ActivityRecord; step: number }> {
    const ticket = 'ticket' in body ? body.ticket : ticketOfUrl(body.url)
    const facts = ticket === null ? null : verifyTicket(keys.ticket, ticket)
    if (!facts) throw new ProblemError('ticket-invalid')
    const activity = await known(facts.activityId)
    if (!activity) throw new ProblemError('ticket-invalid')
    if (facts.epoch !== activity.epoch) throw new ProblemError('ticket-expired')
    return { activity, step: facts.step }
  }

  /** Drafts have no codes. */
  async function known(activityId: string): Promise<ActivityRecord | null> {
    const activity = await deps.activities.recent(activityId)
    return activity && activity.status !== 'draft' ? activity : null
  }

  /**
   * The step of a typed code: one of those that are live now or were live when it was captured. Throws code-wrong, code-expired, code-locked.
   * Every failure is charged, so that asking for the time of capture gives no guess away.
   */
  async function stepOfCode(activity: ActivityRecord, code: string, accountId: string | null, capturedAt: Date | null): Promise<number> {
    const now = clock.now()
    const present = stepAt(now)
    const captured = capturedAt && stepAt(capturedAt) < present ? liveSteps(capturedAt).filter((step) => step <= present) : []
    const guesser = { activityId: activity._id.toHexString(), accountId, expected: async () => (await deps.attendance.countsOf(activity._id.toHexString())).expected }
    const step = await budget.attempt(guesser, async () => matchCode(keys.ticket, epochOf(activity), code, [...liveSteps(now), ...captured]))
    if (step !== null) return step
    const turned = Array.from({ length: RECOGNISED }, (_, index) => present - 3 - index)
    throw new ProblemError(matchCode(keys.ticket, epochOf(activity), code, turned) === null ? 'code-wrong' : 'code-expired')
  }

  function windowProblem(code: ProblemCode, activity: ActivityRecord): ProblemError {
    const { opensAt, closesAt } = deps.activities.window(activity)
    if (code === 'activity-not-open') return new ProblemError(code, { title: `还没到签到时间，${timeOf(opensAt)} 开始`, opensAt: opensAt.toISOString() })
    if (code === 'activity-closed') return new ProblemError(code, { title: `签到 ${timeOf(closesAt)} 已结束。到过会的，请书记补记` })
    return new ProblemError(code)
  }

  /** Signing in must be open now. */
  function requireOpen(activity: ActivityRecord, now: Date): void {
    const { opensAt, closesAt } = deps.activities.window(activity)
    if (activity.status === 'cancelled') throw windowProblem('activity-cancelled', activity)
    if (now < opensAt) throw windowProblem('activity-not-open', activity)
    if (now > closesAt) throw windowProblem('activity-closed', activity)
  }

  const freeze: CheckInsService['freeze'] = async (body) => {
    const frozenAt = clock.now()
    const byTicket = 'code' in body ? null : await activityOfTicket(body)
    const activity = byTicket?.activity ?? ('code' in body ? await known(body.activityId) : null)
    if (!activity) throw new ProblemError('code-wrong')
    requireOpen(activity, frozenAt)
    if (byTicket && !isLive(byTicket.step, frozenAt)) throw new ProblemError('ticket-expired')
    const step = 'code' in body ? await stepOfCode(activity, body.code, null, null) : byTicket?.step ?? stepAt(frozenAt)
    const activityId = activity._id.toHexString()
    const claim: Claim = { jti: randomToken(12), activityId, frozenAt, step, door: byTicket ? 'qr' : 'code', challenge: body.challenge }
    return {
      claim: seal(keys.claim, claimText(claim), SEAL), frozenAt: frozenAt.toISOString(), expiresAt: claimExpiry(frozenAt).toISOString(), activity: { id: activityId },
    }
  }

  /** Opens a claim for the phone that froze it. Throws claim-invalid, claim-foreign. */
  function openClaim(sealed: string, verifier: string): Claim {
    const text = unseal(keys.claim, sealed, SEAL)
    const claim = text === null ? null : readClaim(text)
    if (!claim) throw new ProblemError('claim-invalid')
    if (!sameSecret(createHash('sha256').update(verifier).digest('base64url'), claim.challenge)) throw new ProblemError('claim-foreign')
    return claim
  }
  const expired = (claim: Claim): boolean => clock.now() > claimExpiry(claim.frozenAt)

  /** Which activity it is about, and how to find out what was seen: apart, so that a retry can be answered after its evidence has aged. */
  async function identify(body: Redeem, accountId: string): Promise<{ activity: ActivityRecord; sight: () => Promise<Sighting> }> {
    const now = clock.now()
    if ('claim' in body) {
      const claim = openClaim(body.claim, body.verifier)
      const activity = await known(claim.activityId)
      if (!activity) throw new ProblemError('claim-invalid')
      return {
        activity,
        sight: async () => {
          if (expired(claim)) throw new ProblemError('claim-expired')
          return { activity, door: claim.door, shownAt: stepStart(claim.step), liveAt: claim.frozenAt, jti: claim.jti }
        },
      }
    }
    if ('code' in body) {
      const activity = await known(body.activityId)
      if (!activity) throw new ProblemError('code-wrong')
      const capturedAt = body.capturedAt === undefined ? null : instantOf(body.capturedAt)
      return {
        activity,
        sight: async () => {
          // A code typed just now needs an open meeting: no guess is spent outside it.
          if (!capturedAt) requireOpen(activity, now)
          const step = await stepOfCode(activity, body.code, accountId, capturedAt)
          return { activity, door: 'code', shownAt: stepStart(step), liveAt: isLive(step, now) ? now : null, jti: null }
        },
      }
    }
    const { activity, step } = await activityOfTicket(body)
    return { activity, sight: async () => ({ activity, door: 'qr', shownAt: stepStart(step), liveAt: isLive(step, now) ? now : null, jti: null }) }
  }

  const redeem: CheckInsService['redeem'] = async (caller, body) => {
    if (!caller.memberId) throw new ProblemError('not-bound')
    if ('capturedAt' in body && body.capturedAt !== undefined && Number.isNaN(instantOf(body.capturedAt).getTime())) {
      throw new ProblemError('validation', { fields: [{ path: 'capturedAt', message: '没有这个时刻' }] })
    }
    const { memberId } = caller
    const { activity, sight } = await identify(body, caller.accountId)
    try {
      return await decide(caller, memberId, await sight(), digestOf(body.deviceId))
    } catch (error) {
      if (!(error instanceof ProblemError && REPEATABLE.includes(error.code))) throw error
      const first = await deps.attendance.alreadyPresent(activity._id.toHexString(), memberId)
      if (!first) throw error
      return deps.attendance.resultOf(activity, first, signedInWords(first.attendance, true))
    }
  }

  async function decide(caller: Caller, memberId: string, sighting: Sighting, deviceDigest: string): Promise<CheckInResult> {
    const { activity, door, shownAt, liveAt, jti } = sighting
    const activityId = activity._id.toHexString()
    const decision = decideSignIn({ ...timesOf(activity), now: clock.now(), shownAt, liveAt, boundAt: caller.boundAt })
    if (decision.kind === 'refuse') throw windowProblem(decision.code, activity)
    if (decision.kind === 'record') {
      const recorded = await deps.attendance.arrive(activity, { memberId, at: decision.at, door, flags: decision.flags, jti, deviceDigest, actorAccountId: caller.accountId })
      return deps.attendance.resultOf(activity, recorded, signedInWords(recorded.attendance, recorded.outcome === 'already'))
    }
    const first = await deps.attendance.alreadyPresent(activityId, memberId)
    if (first) return deps.attendance.resultOf(activity, first, signedInWords(first.attendance, true))
    if (!(await deps.attendance.isOnList(activityId, memberId))) throw new ProblemError('not-expected')
    const { name } = await deps.members.get(memberId)
    const request = await deps.attendance.requestSignIn(activity, { memberId, name, ticketAt: decision.ticketAt, flags: ['stale-ticket'], deviceDigest, reason: '离线扫码，补送' })
    return deps.attendance.requestResult(activity, request, request.state === 'rejected' ? '书记没有确认这次签到，有疑问请找书记' : '已补送，等书记确认')
  }

  const timesOf = (activity: ActivityRecord) => ({ status: activity.status, startAt: activity.startAt, endAt: activity.endAt, window: deps.activities.window(activity) })

  const record: CheckInsService['record'] = async (scan, member, actorAccountId) => {
    try {
      const activity = await deps.activities.get(scan.activityId)
      const decision = decideSignIn({ ...timesOf(activity), now: clock.now(), shownAt: scan.frozenAt, liveAt: scan.frozenAt, boundAt: member.boundAt })
      if (decision.kind === 'refuse') throw windowProblem(decision.code, activity)
      if (decision.kind === 'record') {
        if (!(await deps.attendance.isOnList(scan.activityId, member.memberId))) return await unlisted(activity, scan, member.memberId)
        const { outcome, attendance } = await deps.attendance.arrive(activity, {
          memberId: member.memberId, at: decision.at, door: scan.door, flags: decision.flags, jti: scan.jti, deviceDigest: scan.deviceDigest, actorAccountId,
        })
        return { recorded: true, message: signedInWords(attendance, outcome === 'already') }
      }
      return await unlisted(activity, scan, member.memberId)
    } catch (error) {
      if (error instanceof ProblemError) return { recorded: false, message: error.title }
      throw error
    }
  }

  /** The scan is kept as evidence: the secretary puts the member on the list and confirms it. */
  async function unlisted(activity: ActivityRecord, scan: FrozenScan, memberId: string): Promise<{ recorded: boolean; message: string }> {
    const { name } = await deps.members.get(memberId)
    await deps.attendance.requestSignIn(activity, { memberId, name, ticketAt: scan.frozenAt, flags: [], deviceDigest: scan.deviceDigest, reason: `${timeOf(scan.frozenAt)} 扫码，认证后补签` })
    return { recorded: false, message: '不在这次活动的名单里，已交给书记确认' }
  }

  return {
    freeze, redeem, record,
    async open(sealed, verifier, deviceId) {
      const claim = openClaim(sealed, verifier)
      if (expired(claim)) throw new ProblemError('claim-expired')
      const activity = await known(claim.activityId)
      if (!activity) throw new ProblemError('claim-invalid')
      return {
        jti: claim.jti, activityId: claim.activityId, frozenAt: claim.frozenAt, door: claim.door, deviceDigest: deviceId === undefined ? null : digestOf(deviceId),
        activityTitle: activity.title, ownerBranchId: activity.ownerBranchId?.toHexString() ?? null,
      }
    },
    shown(activity, now) {
      if (!isOpen({ status: activity.status, window: deps.activities.window(activity) }, now)) return null
      const facts = { ...epochOf(activity), step: stepAt(now) }
      const ticket = encodeTicket(keys.ticket, facts)
      return { ticket, url: `${deps.publicUrl()}/s/${ticket}`, code: codeOf(keys.ticket, facts), expiresAt: stepStart(facts.step + 1) }
    },
  }
}
