import type { ClientSession } from 'mongoose'
import type { CreateActivity, PlanPreviewBody, UpdateActivity } from '@pioneer/shared-types/activities/schemas'
import { ACTIVITY_KIND_NAMES, type ActivityKind } from '@pioneer/shared-types/constants'
import { instantOf } from '../../kernel/calendar'
import { toId, type ObjectId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { MemberRecord, MembersService } from '../members/types'
import type { OrgRecord, OrgsService } from '../orgs/types'
import { timeFault } from './rules'
import type { ActivityRecord, ExpectedPerson } from './types'

/** Members who hold the committee's offices of a branch (支委, 书记), active ones only. */
export type CommitteeOf = (orgId: string) => Promise<string[]>

export interface PlanDeps {
  orgs: OrgsService
  members: MembersService
  committeeOf: CommitteeOf
}

/** The part of an activity that its planner writes. */
export type Plan = Pick<ActivityRecord, 'kinds' | 'title' | 'startAt' | 'endAt' | 'place' | 'agenda' | 'note' | 'audience' | 'guestIds'>

/** Whom an activity is for, as far as the list to freeze depends on it. */
export type Invited = Pick<ActivityRecord, 'ownerOrgId' | 'kinds' | 'audience' | 'guestIds'>

const fault = (path: string, message: string): ProblemError => new ProblemError('validation', { fields: [{ path, message }] })
const distinct = (ids: readonly string[]): ObjectId[] => [...new Set(ids)].map(toId)
const hexes = (ids: readonly ObjectId[]): string[] => ids.map((id) => id.toHexString())

/** Reads what a form sent. Throws `validation` naming the field that is wrong; whom it invites is checked apart. */
export function readPlan(body: CreateActivity | UpdateActivity, longestHours: number): Plan {
  const title = body.title.trim()
  const place = body.place.trim()
  if (title.length < 2) throw fault('title', '标题至少两个字')
  if (place === '') throw fault('place', '地点要填')
  const startAt = instantOf(body.startAt)
  const endAt = instantOf(body.endAt)
  const wrong = timeFault(startAt, endAt, longestHours)
  if (wrong) throw fault(wrong.path, wrong.message)
  return {
    kinds: body.kinds, title, startAt, endAt, place, agenda: body.agenda ?? [], note: body.note?.trim() || null,
    audience: readAudience(body.audience), guestIds: distinct(body.guestIds ?? []),
  }
}

/** Left out: everyone of the owner, kept as two empty lists. */
export const readAudience = (audience: PlanPreviewBody['audience']): ActivityRecord['audience'] => ({
  orgIds: distinct(audience?.orgIds ?? []), memberIds: distinct(audience?.memberIds ?? []),
})

/**
 * Checks whom the owner may invite: organizations below it, members of its branch (of its subtree above branches);
 * guests (列席, joint days) may come from anywhere in the tree. Throws `validation`.
 */
export async function checkInvited(deps: PlanDeps, owner: OrgRecord, plan: Pick<Plan, 'audience' | 'guestIds'>): Promise<void> {
  for (const id of hexes(plan.audience.orgIds)) {
    const org = await deps.orgs.find(id)
    if (!org?.active || !org.scopeIds.some((scope) => scope.equals(owner._id))) throw fault('audience.orgIds', '只能选本组织和下级组织')
  }
  const members = await deps.members.many(hexes([...plan.audience.memberIds, ...plan.guestIds]))
  const known = new Map(members.filter((member) => member.active).map((member) => [member._id.toHexString(), member]))
  if (hexes(plan.guestIds).some((id) => !known.has(id))) throw fault('guestIds', '列席名单里有人已不在名册，请重新选')
  for (const id of hexes(plan.audience.memberIds)) {
    const member = known.get(id)
    if (!member || !(await mayExpect(deps, owner, member))) throw fault('audience.memberIds', '参加人员要在本支部名册里，外支部的同志请列为列席')
  }
}

/** Whether the owner may count this member among those who should attend. */
export async function mayExpect(deps: PlanDeps, owner: OrgRecord, member: MemberRecord): Promise<boolean> {
  const branch = await deps.orgs.find(member.branchId.toHexString())
  const place = deps.orgs.branchOf(owner) ?? owner._id.toHexString()
  return branch !== null && branch.scopeIds.some((scope) => scope.toHexString() === place)
}

const onlyCommittee = (kinds: readonly ActivityKind[]): boolean => kinds.every((kind) => kind === 'committee-meeting')

/** Who should attend: the named ones, the committee for its own meetings, else everyone of the owner. Applicants are not expected unless named [D]. */
async function expectedMembers(deps: PlanDeps, invited: Invited, session?: ClientSession): Promise<MemberRecord[]> {
  const owner = invited.ownerOrgId.toHexString()
  const { orgIds, memberIds } = invited.audience
  const named = new Set(hexes(memberIds))
  let places = hexes(orgIds)
  if (places.length === 0 && named.size === 0) {
    if (onlyCommittee(invited.kinds)) for (const id of await deps.committeeOf(owner)) named.add(id)
    else places = [owner]
  }
  const ofPlaces = places.length === 0 ? [] : (await deps.members.ofOrgs(places, session)).filter((member) => member.status !== 'applicant')
  const known = new Set(ofPlaces.map((member) => member._id.toHexString()))
  const extra = (await deps.members.many([...named].filter((id) => !known.has(id)), session)).filter((member) => member.active)
  return [...ofPlaces, ...extra]
}

/** A person of the list as frozen: roster changes never rewrite past quorums. Guests have no vote at this meeting. */
export const toPerson = (deps: PlanDeps, member: MemberRecord, role: ExpectedPerson['role']): ExpectedPerson => ({
  memberId: member._id.toHexString(), name: member.name, branchId: member.branchId.toHexString(), groupId: member.groupId?.toHexString() ?? null,
  role, votes: role === 'expected' && deps.members.votes(member), floating: member.floating,
})

/** The list that publishing freezes, each person once; who should attend is no guest. Throws `validation` when nobody should. */
export async function peopleOf(deps: PlanDeps, invited: Invited, session?: ClientSession): Promise<ExpectedPerson[]> {
  const expected = await expectedMembers(deps, invited, session)
  if (expected.length === 0) {
    throw onlyCommittee(invited.kinds)
      ? fault('audience.memberIds', '支委名单还没有，请选支委')
      : fault('audience', `没有可参加${ACTIVITY_KIND_NAMES[invited.kinds[0] ?? 'theme-day']}的党员，请先选参加范围`)
  }
  const known = new Set(expected.map((member) => member._id.toHexString()))
  const guests = (await deps.members.many(hexes(invited.guestIds).filter((id) => !known.has(id)), session)).filter((member) => member.active)
  return [...expected.map((member) => toPerson(deps, member, 'expected')), ...guests.map((member) => toPerson(deps, member, 'guest'))]
}
