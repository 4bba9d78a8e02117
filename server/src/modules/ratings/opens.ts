import type { Caller } from '../../kernel/access'
import type { ActivityRecord } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { AuthService } from '../auth/types'
import type { OrgsService } from '../orgs/types'
import type { StudyService } from '../study/types'

export interface OpensDeps {
  auth: Pick<AuthService, 'allowed'>
  orgs: Pick<OrgsService, 'facts'>
  attendance: Pick<AttendanceService, 'partsOf'>
  study: Pick<StudyService, 'facts'>
}

/**
 * What of the evidence a caller may open (permissions.md): meetings of the places whose meetings they read, and those whose list they stand on;
 * papers whose answers they may see.
 */
export const opensFor = ({ auth, orgs, attendance, study }: OpensDeps, caller: Caller) => async (meetings: readonly ActivityRecord[], papers: readonly string[]): Promise<ReadonlySet<string>> => {
  const open = new Set<string>()
  const reads = new Map<string, boolean>()
  for (const orgId of new Set(meetings.map((meeting) => meeting.ownerOrgId.toHexString()))) {
    const facts = await orgs.facts(orgId)
    reads.set(orgId, facts !== null && await auth.allowed(caller, 'activity:read', facts))
  }
  const others: string[] = []
  for (const meeting of meetings) {
    if (reads.get(meeting.ownerOrgId.toHexString())) open.add(meeting._id.toHexString())
    else others.push(meeting._id.toHexString())
  }
  if (caller.memberId !== null && others.length > 0) for (const id of (await attendance.partsOf(caller.memberId, others)).keys()) open.add(id)
  for (const id of new Set(papers)) {
    const facts = await study.facts(id)
    if (facts !== null && await auth.allowed(caller, 'papers:assign', facts)) open.add(id)
  }
  return open
}
