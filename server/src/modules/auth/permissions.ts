import type { Role } from '@pioneer/shared-types/constants'
import type { Action } from '../../kernel/access'

/**
 * How far a role reaches. `own`: about oneself. `audience`: one is on the list. `branch`: organizations at the grant's place and the groups in it.
 * `own-group` and `own-organization`: owned by exactly the grant's organization. `subtree`: the grant's place and below. `all`: the whole installation.
 */
export type Reach = 'own' | 'audience' | 'own-group' | 'branch' | 'own-organization' | 'subtree' | 'all'

/** The table of permissions.md as data. What is not here is refused. */
export const PERMISSIONS: Readonly<Record<Action, Readonly<Partial<Record<Role, Reach>>>>> = {
  'own:record': { member: 'own' },
  'activity:read': { member: 'audience', 'group-leader': 'audience', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'activity:write': { 'group-leader': 'own-group', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'own-organization' },
  // By name, one row more than permissions.md: who may write may read, and the committee reads its tree.
  'attendance:read': { 'group-leader': 'own-group', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'attendance:write': { 'group-leader': 'own-group', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'own-organization' },
  'screen:pair': { 'group-leader': 'own-group', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'own-organization' },
  'roster:names': { member: 'branch', 'group-leader': 'branch', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'roster:details': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'roster:apply': { 'committee-staff': 'subtree' },
  'binding:approve': { secretary: 'branch' },
  'invite:member': { secretary: 'branch' },
  'invite:officer': { 'committee-staff': 'subtree' },
  'invite:committee': { operator: 'all' },
  'points:read': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'org:write': { 'committee-staff': 'subtree' },
  'audit:mine': { member: 'own' },
  'bank:write': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  // Never what oneself has written: the service looks at that.
  'bank:review': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'papers:assign': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'reminders:send': { 'group-leader': 'own-group', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'facts:enter': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  // Three rows more than permissions.md: what is due is seen by those who may hold it; members see how their own branch is rated, nobody's name in it.
  'duties:read': { 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'rating:read': { member: 'branch', 'group-leader': 'branch', 'branch-committee': 'branch', secretary: 'branch', 'committee-staff': 'subtree' },
  'rating:overview': { 'committee-staff': 'subtree' },
}

/** To be allowed to know of a resource at all: without this a refusal reads as 404. */
export const KNOWING: Readonly<Record<'org' | 'activity' | 'member' | 'binding' | 'paper', Action>> = {
  org: 'roster:names', activity: 'activity:read', member: 'roster:names', binding: 'binding:approve', paper: 'papers:assign',
}
