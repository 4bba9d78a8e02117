import type { Me } from '@pioneer/shared-types/auth/schemas'
import { ORG_CHILDREN, type OrgType } from '@pioneer/shared-types/constants'
import type { Org } from '@pioneer/shared-types/orgs/schemas'

/** View logic of the organization tree. Pure. */

/** Kinds the committee makes, the commonest first. */
export const MAKEABLE = ['branch', 'group', 'general-branch'] as const satisfies readonly OrgType[]

/** Organizations where this person serves on the committee, and everything below; parents before children. */
export function ownTree(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Org[] {
  const inside = new Set((me?.grants ?? []).filter(({ role }) => role === 'committee-staff').map(({ orgId }) => orgId))
  return orgs.filter((org) => {
    if (org.parentId !== null && inside.has(org.parentId)) inside.add(org.id)
    return inside.has(org.id)
  })
}

/** Where one of this kind may stand. */
export const parentsFor = (type: OrgType, tree: readonly Org[]): Org[] => tree.filter((org) => org.active && ORG_CHILDREN[org.type].includes(type))

/** How far each stands below the first that is shown: 0, 1, 2 … */
export function depths(tree: readonly Org[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const { id, parentId } of tree) found.set(id, parentId === null ? 0 : (found.get(parentId) ?? -1) + 1)
  return found
}
