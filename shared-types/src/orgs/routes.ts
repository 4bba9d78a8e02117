import { route } from '../common/route'
import type { CreateOrg, Org, OrgList } from './schemas'

export const orgRoutes = {
  /** The organizations the caller may know of, parents before children. */
  list: route<{ reply: OrgList }>('GET', '/orgs'),
  create: route<{ body: CreateOrg; reply: Org }>('POST', '/orgs'),
} as const
