import type { ClientSession } from 'mongoose'
import type {
  ActivityDetail, ActivityListQuery, ActivityPage, AmendExpected, CancelActivity, CreateActivity, PlanPreview, PlanPreviewBody, UpdateActivity,
} from '@pioneer/shared-types/activities/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import { meetingsOfBranch } from './held'
import { activityModels } from './model'
import { Outlines } from './outlines'
import { checkInvited, mayExpect, peopleOf, readAudience, readPlan, toPerson, type Plan, type PlanDeps } from './plan'
import { createReader, placeOf, type Desk } from './read'
import { RecentActivities } from './recent'
import { shippedActivityRules, type ActivityRules } from './rule-schema'
import { mayStep, rulesOn, strictestQuorum, windowOf, type Step } from './rules'
import type { ActivitiesService, ActivityRecord, AttendanceHooks } from './types'

export { ensureIndexes } from './model'

export interface ActivitiesDeps extends PlanDeps {
  audit: Pick<AuditService, 'record'>
  auth: Pick<AuthService, 'allowed' | 'orgsFor'>
  /** Told after the commit that a meeting was published, changed, finished, called off or its list amended. */
  changed: (activity: ActivityRecord) => void
}

/** The door of the module and what its routes, jobs and the first screen need. */
export interface ActivitiesModule extends ActivitiesService {
  /** Attendance stands above activities: app.ts hands its part down before the first request. */
  bindHooks(hooks: AttendanceHooks): void
  list(query: ActivityListQuery, caller: Caller): Promise<ActivityPage>
  create(body: CreateActivity, caller: Caller): Promise<ActivityDetail>
  preview(body: PlanPreviewBody): Promise<PlanPreview>
  update(id: string, body: UpdateActivity, caller: Caller): Promise<ActivityDetail>
  /** Freezes the expected list. Publishing again answers the present state. */
  publish(id: string, caller: Caller): Promise<ActivityDetail>
  finish(id: string, caller: Caller): Promise<ActivityDetail>
  cancel(id: string, body: CancelActivity, caller: Caller): Promise<ActivityDetail>
  amend(id: string, body: AmendExpected, caller: Caller): Promise<ActivityDetail>
  /** What the first screen needs of the caller's places of work, in one read. */
  desk(caller: Caller, now: Date): Promise<Desk>
  /** Finishes what ended without anybody closing it; says how many. */
  finishEnded(now: Date): Promise<number>
}

const REFUSALS: Readonly<Record<Step, string>> = {
  edit: '活动已结束或已取消，不能再改', publish: '活动已经结束，不能再发布', finish: '只有已发布的活动才能结束', cancel: '这次活动已取消',
  amend: '草稿直接改参加范围就行；已取消的活动不能再改名单',
}

export function createActivitiesService(context: Context, deps: ActivitiesDeps): ActivitiesModule {
  const { connection, clock } = context
  const { Activity } = activityModels(connection)
  const versions = shippedActivityRules()
  let bound: AttendanceHooks | null = null
  const hooks = (): AttendanceHooks => {
    if (!bound) throw new Error('the attendance module has not been bound to activities')
    return bound
  }
  const reader = createReader({ Activity, clock, auth: deps.auth, orgs: deps.orgs, hooks })
  // Async, so that a promise leaves here and not a query, which runs again for each who waits for it.
  const find = async (id: string, session?: ClientSession): Promise<ActivityRecord | null> => Activity.findById(toId(id)).session(session ?? null).lean()
  const get = async (id: string, session?: ClientSession): Promise<ActivityRecord> => found(await find(id, session))
  const recent = new RecentActivities(clock, (id) => find(id))
  const outlines = new Outlines(clock, reader.outlines)

  const rulesNow = (): ActivityRules => rulesOn(versions, dayOf(clock.now()))
  const checkInOf = (rules: ActivityRules): ActivityRecord['checkIn'] => ({ ...rules.checkIn, ruleVersion: rules.version })
  const rulesOf = (version: number): ActivityRules => versions.find((rules) => rules.version === version) ?? rulesNow()
  const present = async (id: string, caller: Caller): Promise<ActivityDetail> => reader.detail(await get(id), caller, clock.now())

  function mustAllow(activity: ActivityRecord, step: Step): void {
    if (mayStep(activity.status, step)) return
    if (activity.status === 'cancelled' && step !== 'amend') throw new ProblemError('activity-cancelled')
    throw new ProblemError('activity-state', { title: REFUSALS[step] })
  }

  /** Runs a change in one transaction and forgets what the caches knew, whether it succeeds or not. `work` answers what it has written, null when nothing. */
  async function changing(id: string, work: (session: ClientSession) => Promise<ActivityRecord | null>): Promise<ActivityRecord | null> {
    let written: ActivityRecord | null
    try {
      written = await inTransaction(connection, work)
    } finally {
      recent.forget(id)
      outlines.forget(id)
    }
    if (written && written.status !== 'draft') deps.changed(written)
    return written
  }

  /** Writes a change of exactly the version that was read; somebody else's change in between is a conflict. */
  async function write(activity: ActivityRecord, change: Partial<ActivityRecord>, session?: ClientSession): Promise<ActivityRecord> {
    const written = await Activity.findOneAndUpdate(
      { _id: activity._id, version: activity.version }, { $set: change, $inc: { version: 1 } }, { returnDocument: 'after', session: session ?? null }).lean()
    if (written) return written
    throw new ProblemError('conflict', { currentVersion: (await get(activity._id.toHexString(), session)).version })
  }

  const record = (caller: Caller | null, action: string, activity: ActivityRecord, detail: string, session: ClientSession, memberId?: string): Promise<void> =>
    deps.audit.record(caller, {
      action, targetType: 'activity', targetId: activity._id.toHexString(), orgId: activity.ownerOrgId.toHexString(), detail, ...(memberId === undefined ? {} : { memberId }),
    }, session)

  async function create(body: CreateActivity, caller: Caller): Promise<ActivityDetail> {
    const owner = await deps.orgs.get(body.ownerOrgId)
    const rules = rulesNow()
    const plan = readPlan(body, rules.longestHours)
    await checkInvited(deps, owner, plan)
    const branchId = deps.orgs.branchOf(owner)
    const activity: ActivityRecord = {
      _id: newId(), ...plan, status: 'draft', ownerOrgId: owner._id, ownerName: owner.name, ownerType: owner.type, scopeIds: owner.scopeIds,
      ownerBranchId: branchId === null ? null : toId(branchId), checkIn: checkInOf(rules), epoch: 1, version: 0,
      requestKey: body.requestKey ?? newId().toHexString(), createdBy: caller.accountId, createdAt: clock.now(),
      publishedAt: null, finishedAt: null, settledAt: null, cancelledReason: null,
    }
    try {
      await Activity.create([activity])
      return await reader.detail(activity, caller, clock.now())
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const first = found(await Activity.findOne({ createdBy: caller.accountId, requestKey: activity.requestKey }).lean())
      return reader.detail(first, caller, clock.now())
    }
  }

  /** A draft may change whole; once published, the kinds and the frozen list stand, and the times until it begins. */
  async function update(id: string, body: UpdateActivity, caller: Caller): Promise<ActivityDetail> {
    const activity = await get(id)
    mustAllow(activity, 'edit')
    if (activity.version !== body.expectedVersion) throw new ProblemError('conflict', { currentVersion: activity.version })
    const plan = readPlan(body, rulesNow().longestHours)
    if (activity.status === 'draft') await checkInvited(deps, await deps.orgs.get(activity.ownerOrgId.toHexString()), plan)
    const change = activity.status === 'draft' ? plan : changeOfPublished(activity, plan, body, clock.now())
    await changing(id, async (session) => {
      const written = await write(activity, change, session)
      if (written.status === 'published' && written.startAt.getTime() !== activity.startAt.getTime()) await hooks().rescheduled(written, session)
      return written
    })
    return present(id, caller)
  }

  async function publish(id: string, caller: Caller): Promise<ActivityDetail> {
    await changing(id, async (session) => {
      const activity = await get(id, session)
      if (activity.status === 'published') return null
      mustAllow(activity, 'publish')
      const now = clock.now()
      if (activity.endAt <= now) throw new ProblemError('activity-state', { title: '结束时间已经过了，改好时间再发布' })
      const people = await peopleOf(deps, activity, session)
      const published = await write(activity, { status: 'published', publishedAt: now, checkIn: checkInOf(rulesNow()) }, session)
      await hooks().freezeExpected(published, people, session)
      const expected = people.filter((person) => person.role === 'expected').length
      await record(caller, 'activity.published', published, `发布“${published.title}”，应到 ${expected} 人`, session)
      return published
    })
    return present(id, caller)
  }

  async function finish(id: string, caller: Caller): Promise<ActivityDetail> {
    await changing(id, async (session) => {
      const activity = await get(id, session)
      if (activity.status === 'finished') return null
      mustAllow(activity, 'finish')
      const now = clock.now()
      if (now < activity.startAt) throw new ProblemError('activity-state', { title: '活动还没开始。不开了，可以取消' })
      const finished = await write(activity, { status: 'finished', finishedAt: now < activity.endAt ? now : activity.endAt }, session)
      await record(caller, 'activity.finished', finished, `结束“${finished.title}”`, session)
      return finished
    })
    return present(id, caller)
  }

  async function cancel(id: string, body: CancelActivity, caller: Caller): Promise<ActivityDetail> {
    const reason = body.reason.trim()
    if (reason.length < 2) throw new ProblemError('validation', { fields: [{ path: 'reason', message: '写一句取消的原因' }] })
    await changing(id, async (session) => {
      const activity = await get(id, session)
      if (activity.status === 'cancelled') return null
      const cancelled = await write(activity, { status: 'cancelled', cancelledReason: reason }, session)
      if (activity.status !== 'draft') await hooks().cancelled(cancelled, caller.accountId, session)
      await record(caller, 'activity.cancelled', cancelled, `取消“${cancelled.title}”：${reason}`, session)
      return cancelled
    })
    return present(id, caller)
  }

  async function amend(id: string, body: AmendExpected, caller: Caller): Promise<ActivityDetail> {
    const reason = body.reason.trim()
    if (reason.length < 2) throw new ProblemError('validation', { fields: [{ path: 'reason', message: '写一句改名单的原因' }] })
    await changing(id, async (session) => {
      const activity = await get(id, session)
      mustAllow(activity, 'amend')
      const [member] = await deps.members.many([body.memberId], session)
      if (!member?.active) throw new ProblemError('validation', { fields: [{ path: 'memberId', message: '这位同志已不在名册' }] })
      if (body.role === 'expected' && !(await mayExpect(deps, await deps.orgs.get(activity.ownerOrgId.toHexString()), member))) {
        throw new ProblemError('validation', { fields: [{ path: 'memberId', message: '外支部的同志请列为列席' }] })
      }
      const amended = await write(activity, {}, session)
      await hooks().amendExpected(amended, toPerson(deps, member, body.role), reason, caller.accountId, session)
      await record(caller, 'activity.amended', amended, `把一位同志改为${body.role === 'expected' ? '应到' : '列席'}：${reason}`, session, body.memberId)
      return amended
    })
    return present(id, caller)
  }

  async function preview(body: PlanPreviewBody): Promise<PlanPreview> {
    const owner = await deps.orgs.get(body.ownerOrgId)
    const invited = { ownerOrgId: owner._id, kinds: body.kinds, audience: readAudience(body.audience), guestIds: [] }
    await checkInvited(deps, owner, invited)
    const people = await peopleOf(deps, invited)
    const voting = people.filter((person) => person.votes).length
    const quorum = strictestQuorum(rulesNow(), body.kinds, voting, 0)
    return { expected: people.length, voting, quorum: quorum && { kind: quorum.kind, required: quorum.required, rule: quorum.rule, article: quorum.article } }
  }

  async function finishEnded(now: Date): Promise<number> {
    let count = 0
    for (;;) {
      const batch = await Activity.find({ status: 'published', endAt: { $lte: now } }).sort({ endAt: 1, _id: 1 }).limit(100).lean()
      for (const activity of batch) {
        const id = activity._id.toHexString()
        const finished = await changing(id, async (session) => {
          const written = await Activity.findOneAndUpdate(
            { _id: activity._id, status: 'published', endAt: { $lte: now } }, { $set: { status: 'finished', finishedAt: activity.endAt }, $inc: { version: 1 } },
            { returnDocument: 'after', session }).lean()
          if (written) await record(null, 'activity.finished', written, `“${written.title}”到点自动结束`, session)
          return written
        })
        if (finished) count += 1
      }
      if (batch.length < 100) return count
    }
  }

  return {
    get, create, update, publish, finish, cancel, amend, preview, finishEnded,
    summaries: reader.summaries, around: reader.around, managedNow: reader.managedNow, list: reader.list, desk: reader.desk,
    bindHooks: (given) => { bound = given },
    recent: (id) => recent.get(id),
    many: async (ids) => (ids.length === 0 ? [] : Activity.find({ _id: { $in: ids.map(toId) } }).sort({ startAt: 1, _id: 1 }).lean()),
    outlines: (ids) => outlines.get(ids),
    window: windowOf,
    quorum: (activity, votingExpected, votingPresent) => strictestQuorum(rulesOf(activity.checkIn.ruleVersion), activity.kinds, votingExpected, votingPresent),
    facts: async (id, caller) => {
      const activity = await find(id)
      if (!activity) return null
      // Who may write it may read it, also before it is published; the others only when they are on the frozen list.
      const audience = async (memberId: string): Promise<boolean> =>
        (await reader.mayManage(activity, caller)) || (activity.status !== 'draft' && await hooks().isOnList(id, memberId))
      return { ...placeOf(activity), audience }
    },
    detail: async (id, caller, now) => reader.detail(await get(id), caller, now),
    endingBetween: async (from, to, limit) => Activity.find({ status: { $in: ['published', 'finished'] }, settledAt: null, endAt: { $gte: from, $lte: to } })
      .sort({ endAt: 1, _id: 1 }).limit(limit).lean(),
    ofBranch: (branchId, range, asOf) => meetingsOfBranch(Activity, branchId, range, asOf),
    startingBefore: async (until, now) => Activity.find({ status: 'published', endAt: { $gt: now }, startAt: { $lte: until } }).sort({ startAt: 1, _id: 1 }).lean(),
    markSettled: async (id, at, session) => {
      await Activity.updateOne({ _id: toId(id) }, { $set: { settledAt: at } }, { session })
      session.once('ended', () => { recent.forget(id) })
    },
  }
}

/** What may change of a published activity. Throws `activity-state` for the rest. */
function changeOfPublished(activity: ActivityRecord, plan: Plan, body: UpdateActivity, now: Date): Partial<Plan> {
  const refuse = (title: string): never => { throw new ProblemError('activity-state', { title }) }
  const same = (a: readonly { toString(): string }[], b: readonly { toString(): string }[]): boolean => a.map(String).sort().join() === b.map(String).sort().join()
  if (!same(activity.kinds, plan.kinds)) refuse('已经发布，活动种类不能再改')
  const audience = body.audience === undefined || (same(activity.audience.orgIds, plan.audience.orgIds) && same(activity.audience.memberIds, plan.audience.memberIds))
  if (!audience || (body.guestIds !== undefined && !same(activity.guestIds, plan.guestIds))) refuse('已经发布，名单请逐人调整')
  const moved = activity.startAt.getTime() !== plan.startAt.getTime() || activity.endAt.getTime() !== plan.endAt.getTime()
  if (moved && now >= activity.startAt) refuse('活动已经开始，时间不能再改')
  if (moved && plan.endAt <= now) refuse('结束时间已经过了，请改到以后')
  const { title, place, agenda, note, startAt, endAt } = plan
  return { title, place, agenda, note, startAt, endAt }
}
