import type { Context } from './kernel/context'
import type { Job } from './kernel/jobs'
import type { ResourceLoader } from './kernel/access'
import { ensureVersions } from './kernel/version-store'
import { finishJob } from './modules/activities/jobs'
import { createActivitiesService, ensureIndexes as activitiesIndexes } from './modules/activities/service'
import type { ActivityRecord } from './modules/activities/types'
import { createOwnAttendance } from './modules/attendance/own'
import { createAttendanceService, ensureIndexes as attendanceIndexes } from './modules/attendance/service'
import { createAuditService, ensureIndexes as auditIndexes } from './modules/audit/service'
import { createAuthService, ensureIndexes as authIndexes } from './modules/auth/service'
import { createCheckInsService, ensureIndexes as checkInsIndexes } from './modules/checkins/service'
import { createDutiesService, DUTY_RULES } from './modules/duties/service'
import { createHomeService } from './modules/home/service'
import { createMeService } from './modules/me/service'
import { createMembersService, ensureIndexes as membersIndexes } from './modules/members/service'
import { createOrgsService, ensureIndexes as orgsIndexes } from './modules/orgs/service'
import { POINT_RULES } from './modules/points/rule-store'
import { createPointsService, ensureIndexes as pointsIndexes } from './modules/points/service'
import { createRemindersService, ensureIndexes as remindersIndexes, REMINDER_RULES, type RemindersModule } from './modules/reminders/service'
import type { DeliverySettings } from './modules/reminders/types'
import { createRatingsService, ensureIndexes as ratingsIndexes, SCHEMES, type RatingsModule } from './modules/ratings/service'
import { createRosterService, ensureIndexes as rosterIndexes } from './modules/roster/service'
import { createScreensService, ensureIndexes as screensIndexes } from './modules/screens/service'
import { createBankService } from './modules/study/bank'
import { createBankDesk } from './modules/study/bank-imports'
import { ensureBankIndexes } from './modules/study/bank-model'
import { ensureStudyContent } from './modules/study/content'
import { createStudyService, ensureIndexes as studyIndexes } from './modules/study/service'
import { createWechatClient } from './wechat/client'

const INDEXES = [orgsIndexes, membersIndexes, auditIndexes, authIndexes, pointsIndexes, activitiesIndexes, attendanceIndexes, checkInsIndexes, screensIndexes, rosterIndexes, ensureBankIndexes, studyIndexes, remindersIndexes, ratingsIndexes]

/** Indexes and rule data, before the first request. Safe to run in several processes at once. */
export async function prepareStore(context: Context): Promise<void> {
  for (const ensureIndexes of INDEXES) await ensureIndexes(context.connection)
  await ensureVersions(context, POINT_RULES)
  await ensureVersions(context, DUTY_RULES)
  await ensureVersions(context, SCHEMES)
  await ensureStudyContent(context)
  await ensureVersions(context, REMINDER_RULES)
}

/** The officers who form a branch's committee (支委会). */
const COMMITTEE_ROLES = ['secretary', 'branch-committee'] as const

export type Services = ReturnType<typeof composeServices>

/**
 * Makes every service and hands each what it needs. What must flow upward (an approved binding records a sign-in, publishing freezes
 * the attendance list) goes through functions bound here, so that no lower module imports a higher one.
 */
export function composeServices(context: Context, options: { delivery?: Partial<DeliverySettings> } = {}) {
  const audit = createAuditService(context)
  const orgs = createOrgsService(context, { audit, orgsFor: (caller, action) => auth.orgsFor(caller, action) })
  const members = createMembersService(context, {
    orgs, audit, auth: { unbindMember: (...args) => auth.unbindMember(...args), boundMembers: (ids) => auth.boundMembers(ids) },
  })
  const wechat = context.config.wechat ? createWechatClient(context.config.wechat, context) : null
  const auth = createAuthService(context, { orgs, members, audit, wechat, accountChanged: (...args) => reminders.notices.accountChanged(...args) })
  const roster = createRosterService(context, { orgs, members, audit })
  const points = createPointsService(context, {
    opportunities: async (...args) => ({ ...(await attendance.opportunities(...args)), ...(await study.opportunities(...args)) }),
    corrected: (...args) => reminders.notices.pointsCorrected(...args),
  })
  /** The rating of the branch behind a meeting may have changed. */
  const touched = ({ ownerBranchId }: ActivityRecord): void => { if (ownerBranchId) ratings.touch([ownerBranchId.toHexString()]) }
  const activities = createActivitiesService(context, { orgs, members, audit, auth, committeeOf: (orgId) => auth.holdersOf(orgId, COMMITTEE_ROLES), changed: touched })
  const attendance = createAttendanceService(context, { activities, points, orgs, audit, changed: (activityId) => screens.nudge(activityId), decided: touched, requestDecided: (...args) => reminders.notices.requestDecided(...args) })
  activities.bindHooks(attendance)
  const bank = createBankService(context, { orgs })
  const bankDesk = createBankDesk(context, { orgs, members, auth, audit, bank })
  const study = createStudyService(context, { bank, orgs, members, auth, audit, points, activities, attendance })
  const checkIns = createCheckInsService(context, { activities, attendance, members, publicUrl: context.publicUrl })
  auth.setFrozenScanHooks(checkIns)
  const screens = createScreensService(context, { activities, attendance, audit, checkIns, publicUrl: context.publicUrl })
  const duties = createDutiesService(context, { orgs, members, auth, activities, attendance })
  const ratings: RatingsModule = createRatingsService(context, { orgs, members, auth, audit, activities, attendance, study, duties })
  const reminders: RemindersModule = createRemindersService(context, { activities, attendance, study, auth, members, orgs, audit, wechat }, options.delivery)
  study.bindHooks({ paperAssigned: reminders.notices.paperAssigned, resultsChanged: (branchIds) => ratings.touch(branchIds) })
  const home = createHomeService(context, { auth, orgs, activities, attendance, points, study, reminders, duties, ratings })
  const own = createOwnAttendance(context.connection)
  const listed = (all: (memberId: string) => Promise<unknown[]>) => ({ all, count: async (memberId: string) => (await all(memberId)).length })
  const me = createMeService(context, {
    auth, orgs, members, audit, records: { attendance: listed(own.attendance), points: listed(points.allOf), requests: listed(own.requests), study: listed(study.allOf), reminders: listed(reminders.allOf) },
  })

  const loaders: Readonly<Record<'org' | 'activity' | 'member' | 'binding' | 'paper', ResourceLoader>> = {
    org: (id) => orgs.facts(id),
    activity: (id, caller) => activities.facts(id, caller),
    member: (id) => members.facts(id),
    binding: (id, caller) => auth.bindingFacts(id, caller),
    paper: (id) => study.facts(id),
  }
  const jobs: readonly Job[] = [finishJob(activities), ...attendance.jobs, ...study.jobs, ...reminders.jobs, ...ratings.jobs, ...auth.jobs]
  return { audit, orgs, members, auth, roster, points, activities, attendance, checkIns, screens, bank, bankDesk, study, reminders, duties, ratings, home, me, loaders, jobs }
}
