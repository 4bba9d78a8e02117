import type { Role } from '@pioneer/shared-types/constants'
import type { Action, Caller, ResourceFacts } from '../../kernel/access'
import { PERMISSIONS, type Reach } from './permissions'

type Grant = Caller['grants'][number]

/**
 * Whether one grant with this reach covers the resource (permissions.md). Pure but for `facts.audience`, which is only
 * asked where the reach depends on the list of those a meeting is for.
 */
export async function reachCovers(reach: Reach, grant: Grant, facts: ResourceFacts, caller: Pick<Caller, 'memberId'>): Promise<boolean> {
  switch (reach) {
    case 'own':
      if (caller.memberId === null) return false
      if (facts.memberId !== undefined) return facts.memberId === caller.memberId
      return facts.audience ? facts.audience(caller.memberId) : false
    case 'audience':
      return caller.memberId !== null && facts.audience !== undefined && facts.audience(caller.memberId)
    case 'own-group':
      return facts.orgType === 'group' && facts.orgId === grant.orgId
    case 'branch':
      return facts.branchId === grant.orgId
    case 'own-organization':
      return facts.orgId === grant.orgId
    case 'subtree':
      return facts.scopeIds.includes(grant.orgId)
    case 'all':
      return true
  }
}

/** The reach the table gives a role for an action; `undefined` is a refusal. */
export const reachOf = (action: Action, role: Role): Reach | undefined => PERMISSIONS[action][role]

/** Whether any grant of the caller allows the action on the resource. */
export async function mayDo(caller: Caller, action: Action, facts: ResourceFacts): Promise<boolean> {
  for (const grant of caller.grants) {
    const reach = reachOf(action, grant.role)
    if (reach !== undefined && (await reachCovers(reach, grant, facts, caller))) return true
  }
  return false
}

/**
 * Places at which the caller may do the action, for lists: each organization once, `subtree` when everything below counts too.
 * Reaches that depend on the person (`own`, `audience`) name no place. `branch` holds the groups in it, hence a subtree.
 */
export function placesOf(caller: Pick<Caller, 'grants'>, action: Action): { orgId: string; subtree: boolean }[] {
  const places = new Map<string, boolean>()
  for (const grant of caller.grants) {
    const reach = reachOf(action, grant.role)
    if (reach === undefined || reach === 'own' || reach === 'audience') continue
    const subtree = reach === 'branch' || reach === 'subtree' || reach === 'all'
    places.set(grant.orgId, subtree || (places.get(grant.orgId) ?? false))
  }
  return [...places].map(([orgId, subtree]) => ({ orgId, subtree }))
}
