import type { DemoAccount } from '@pioneer/shared-types/constants'
import type { Clock } from '../../kernel/clock'
import type { ActivitiesModule } from '../activities/service'
import type { AttendanceModule } from '../attendance/service'
import type { AuthModule } from '../auth/service'
import type { MembersModule } from '../members/service'
import type { OrgsModule } from '../orgs/service'
import type { RatingsModule } from '../ratings/service'
import type { StudyModule } from '../study/service'
import type { BankService } from '../study/types'

/** The doors the demo goes through: those everybody uses, so that its data is made as real data is. */
export interface DemoServices {
  orgs: OrgsModule
  members: MembersModule
  auth: AuthModule
  activities: ActivitiesModule
  attendance: AttendanceModule
  bank: BankService
  study: StudyModule
  ratings: RatingsModule
}

/** Makes the services anew on a clock of their own: the past is played with its own time. */
export type ServicesAt = (clock: Clock) => DemoServices

export interface DemoResult {
  /** Data was made from nothing. */
  created: boolean
  accounts: { account: DemoAccount; name: string }[]
}
