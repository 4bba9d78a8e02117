import type { DutyBoard, DutyRow } from '@pioneer/shared-types/duties/schemas'
import type { Context } from '../../kernel/context'
import { yearOf as shanghaiYear, yearRange } from '../../kernel/calendar'
import { ProblemError } from '../../kernel/problems'
import { createVersionStore } from '../../kernel/version-store'
import type { ActivitiesService, BranchMeeting } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { AuthService } from '../auth/types'
import type { MembersService } from '../members/types'
import type { OrgRecord, OrgsService } from '../orgs/types'
import { DUTY_RULES } from './rule-store'
import { cellOf, pressingOf, STILL_SHOWN, tallyOf, type Pressing } from './rules'
import type { BranchYear, DutiesService, DutyFacts, HeldReader } from './types'

export { DUTY_RULES } from './rule-store'

export interface DutiesDeps {
  orgs: Pick<OrgsService, 'get' | 'subtree' | 'branchOf'>
  members: Pick<MembersService, 'ofOrgs'>
  auth: Pick<AuthService, 'holdersOf'>
  activities: Pick<ActivitiesService, 'ofBranch'>
  attendance: Pick<AttendanceService, 'counts'>
}

/** How old what presses may be, milliseconds: the first screen asks for it again and again. */
const PRESSING_LIFE = 60_000
const PRESSING_MOST = 2_000

/** When a record began: in the tree, or with its first meeting when that lies before. */
const sinceOf = (org: OrgRecord, first: BranchMeeting | undefined): Date => (first && first.startAt < org.createdAt ? first.startAt : org.createdAt)

/** The duty radar (应办事项): it stores nothing but its rules. */
export function createDutiesService(context: Context, deps: DutiesDeps): DutiesService {
  const rules = createVersionStore(context, DUTY_RULES)
  const kept = new Map<string, { at: number; lines: Promise<Pressing[]> }>()

  const attended: HeldReader = async (finished) => {
    const counts = await deps.attendance.counts(finished)
    return new Set([...counts].filter(([, count]) => count.present + count.madeUp > 0).map(([id]) => id))
  }

  /** The branch an organization is or lies in. Throws not-found above branches: duties are those of branches. */
  async function branchOf(orgId: string): Promise<OrgRecord> {
    const org = await deps.orgs.get(orgId)
    const branchId = deps.orgs.branchOf(org)
    if (branchId === null) throw new ProblemError('not-found')
    return branchId === orgId ? org : deps.orgs.get(branchId)
  }

  const yearOf: DutiesService['yearOf'] = async (branchId, year, asOf, held = attended): Promise<BranchYear> => {
    const branch = await deps.orgs.get(branchId)
    const below = (await deps.orgs.subtree(branchId)).filter((org) => org.type === 'group')
    const members = (await deps.members.ofOrgs([branchId])).filter((member) => member.status !== 'applicant')
    const dutyRules = await rules.at(asOf)
    const committee = members.filter((member) => member.status === 'full').length >= dutyRules.committeeFrom || (await deps.auth.holdersOf(branchId, ['branch-committee'])).length > 0
    const meetings = await deps.activities.ofBranch(branchId, yearRange(year), asOf)
    const attendedIds = await held(meetings.filter((meeting) => meeting.finished).map((meeting) => meeting.id))
    const facts: DutyFacts = {
      year, asOf, committee, since: sinceOf(branch, meetings[0]),
      groups: below.map((group) => {
        const id = group._id.toHexString()
        return { id, since: sinceOf(group, meetings.find((meeting) => meeting.groupIds.includes(id))) }
      }),
      meetings: meetings.map((meeting) => ({ ...meeting, held: meeting.finished && attendedIds.has(meeting.id) })),
    }
    return { branch, members, facts, rules: dutyRules }
  }

  async function board(orgId: string, year: number, quarter: number, now: Date): Promise<DutyBoard> {
    const { branch, members, facts, rules } = await yearOf((await branchOf(orgId))._id.toHexString(), year, now)
    const months = [quarter * 3 - 2, quarter * 3 - 1, quarter * 3]
    const inQuarter = (period: { from: number; to: number }): boolean => months.some((month) => month >= period.from && month <= period.to)
    const groups = facts.groups.length
    const applies = (row: (typeof rules.rules)[number]): boolean => !(row.applies === 'groups' && groups === 0) && !(row.applies === 'committee' && !facts.committee)
    return {
      orgId: branch._id.toHexString(), orgName: branch.name, members: members.length, groups, year, quarter, months,
      rows: rules.rules.filter(applies).map((rule): DutyRow => ({
        kind: rule.kind, name: rule.name, every: rule.every, note: rule.applies === 'groups' ? `${rule.note} · ${groups} 个组` : rule.note, article: rule.article,
        cells: tallyOf(rule, facts).periods.filter(inQuarter).map((period) => cellOf(rule, facts, period)),
      })),
      ruleVersion: rules.version, serverTime: now.toISOString(),
    }
  }

  const read = async (branchId: string, now: Date): Promise<Pressing[]> => {
    const year = shanghaiYear(now)
    const { facts, rules } = await yearOf(branchId, year, now)
    // In January what December left undone still calls.
    const before = shanghaiYear(new Date(now.getTime() - STILL_SHOWN)) < year ? (await yearOf(branchId, year - 1, now)).facts : null
    return pressingOf(rules, facts, before)
  }

  return {
    board, yearOf,
    async pressing(orgId, now) {
      const branchId = (await branchOf(orgId))._id.toHexString()
      const known = kept.get(branchId)
      if (known && Math.abs(now.getTime() - known.at) < PRESSING_LIFE) return known.lines
      if (kept.size >= PRESSING_MOST) kept.clear()
      const entry = { at: now.getTime(), lines: read(branchId, now) }
      kept.set(branchId, entry)
      // A reading that failed is no answer to keep.
      entry.lines.catch(() => { if (kept.get(branchId) === entry) kept.delete(branchId) })
      return entry.lines
    },
  }
}
