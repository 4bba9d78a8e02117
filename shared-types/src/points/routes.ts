import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type { MemberPoints, MyPoints, MyPointsQuery } from './schemas'

export const pointsRoutes = {
  mine: route<{ query: MyPointsQuery; reply: MyPoints }>('GET', '/me/points'),
  member: route<{ params: IdParams; query: MyPointsQuery; reply: MemberPoints }>('GET', '/members/:id/points'),
} as const
