import { route } from '../common/route'
import type { IdParams, Ok } from '../common/schemas'
import type { MemberDetail, RosterNames } from './schemas'

export const memberRoutes = {
  /** Names of a branch or group. */
  names: route<{ params: IdParams; reply: RosterNames }>('GET', '/orgs/:id/members'),
  detail: route<{ params: IdParams; reply: MemberDetail }>('GET', '/members/:id'),
  /** The secretary frees a roster row from a lost phone. */
  unbind: route<{ params: IdParams; reply: Ok }>('POST', '/members/:id/unbind'),
} as const
