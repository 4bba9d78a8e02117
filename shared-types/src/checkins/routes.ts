import { route } from '../common/route'
import type { CheckInResult } from '../attendance/schemas'
import type { Freeze, Frozen, Redeem } from './schemas'

export const checkInRoutes = {
  freeze: route<{ body: Freeze; reply: Frozen }>('POST', '/check-ins/freeze'),
  redeem: route<{ body: Redeem; reply: CheckInResult }>('POST', '/check-ins/redeem'),
} as const
