import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { ProblemError } from '../../kernel/problems'
import type { ActivitiesService } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import type { PointsService } from '../points/types'
import type { BankService } from './bank-types'
import type { StudyModels } from './model'
import type { PaperShelf } from './shelf'
import type { StudyHooks } from './types'

export interface StudyDeps {
  bank: BankService
  orgs: Pick<OrgsService, 'get' | 'find' | 'branchOf'>
  members: Pick<MembersService, 'find' | 'ofOrgs'>
  auth: Pick<AuthService, 'holdersOf'>
  audit: Pick<AuditService, 'record' | 'viewed'>
  points: Pick<PointsService, 'settle' | 'worth' | 'worthOf'>
  activities: Pick<ActivitiesService, 'outlines'>
  attendance: Pick<AttendanceService, 'placesOf'>
}

/** What the parts of the module share. */
export interface StudyParts extends StudyDeps { context: Context; models: StudyModels; shelf: PaperShelf; hooks: () => StudyHooks }

/** The roster row behind a caller; throws not-bound. */
export function ownRow(caller: Caller): string {
  if (caller.memberId === null) throw new ProblemError('not-bound')
  return caller.memberId
}
