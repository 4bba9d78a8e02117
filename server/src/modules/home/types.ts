import type { ActivitiesModule } from '../activities/service'
import type { AttendanceService } from '../attendance/types'
import type { AuthService } from '../auth/types'
import type { DutiesService } from '../duties/types'
import type { OrgsService } from '../orgs/types'
import type { PointsService } from '../points/types'
import type { RatingsService } from '../ratings/types'
import type { RemindersService } from '../reminders/types'
import type { StudyService } from '../study/types'

/** What the first screen asks of the others: reading only. */
export interface HomeDeps {
  auth: Pick<AuthService, 'me' | 'orgsFor' | 'pendingBindings'>
  orgs: Pick<OrgsService, 'find' | 'subtree'>
  activities: Pick<ActivitiesModule, 'around' | 'desk' | 'outlines' | 'summaries'>
  attendance: Pick<AttendanceService, 'partsOf' | 'placesOf' | 'opportunitiesAt' | 'counts' | 'pendingRequests' | 'unanswered'>
  points: Pick<PointsService, 'totals'>
  study: Pick<StudyService, 'waiting' | 'openAt' | 'pendingImports' | 'opportunities'>
  reminders: Pick<RemindersService, 'unread'>
  duties: Pick<DutiesService, 'pressing'>
  ratings: Pick<RatingsService, 'current'>
}
