import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type { DutyBoard, DutyQuery } from './schemas'

export const dutyRoutes = {
  board: route<{ params: IdParams; query: DutyQuery; reply: DutyBoard }>('GET', '/orgs/:id/duties'),
} as const
