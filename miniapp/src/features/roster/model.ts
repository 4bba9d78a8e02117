import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import type { MemberName } from '@pioneer/shared-types/members/schemas'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import type { RosterChange, RosterPreview } from '@pioneer/shared-types/roster/schemas'

/** View logic of the roster. Pure. */

/** Names that carry what was typed; spaces do not matter. */
export function found(items: readonly MemberName[], typed: string): MemberName[] {
  const text = typed.replace(/\s/g, '')
  return text === '' ? [...items] : items.filter(({ name }) => name.replace(/\s/g, '').includes(text))
}

/** Those who can be chosen first; each part keeps its order. */
export const freeFirst = (items: readonly MemberName[], taken: ReadonlySet<string>): MemberName[] => [
  ...items.filter(({ id }) => !taken.has(id)),
  ...items.filter(({ id }) => taken.has(id)),
]

type Place = { id: string; name: string }

/** Branches whose secretaries and 支委 this person may invite: those below where they serve. */
export function branchesBelow(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Place[] {
  const below = placesBelow(me, orgs)
  return orgs.filter(({ id, type, active }) => type === 'branch' && active && below.has(id)).map(({ id, name }) => ({ id, name }))
}

/** Where a roster may be imported to: where they serve first, then the branches below. */
export function importPlaces(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Place[] {
  const below = placesBelow(me, orgs)
  return orgs.filter(({ id, type, active }) => type !== 'group' && active && below.has(id)).map(({ id, name }) => ({ id, name }))
}

function placesBelow(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Set<string> {
  const inside = new Set((me?.grants ?? []).filter(({ role }) => role === 'committee-staff').map(({ orgId }) => orgId))
  // parents stand before their children
  for (const { id, parentId } of orgs) if (parentId !== null && inside.has(parentId)) inside.add(id)
  return inside
}

/** Offices the committee invites to. */
export const OFFICES: readonly Role[] = ['secretary', 'branch-committee']

/** Who stands in no roster as a rule: invited by name, by the operator of the installation. */
export const STAFF: readonly Role[] = ['committee-staff', 'operator']

/** Where somebody is the operator. */
export const operatorAt = (me: Pick<Me, 'grants'> | null): Place[] =>
  (me?.grants ?? []).filter(({ role }) => role === 'operator').map(({ orgId, orgName }) => ({ id: orgId, name: orgName }))

/** Branches at which somebody is secretary. */
export const secretaryAt = (me: Pick<Me, 'grants'> | null): Place[] =>
  (me?.grants ?? []).filter(({ role }) => role === 'secretary').map(({ orgId, orgName }) => ({ id: orgId, name: orgName }))

/** Changed rows shown; the others are only counted. */
export const ROWS_SHOWN = 50

/** Only rows that change something, and how many there are: more than are listed. */
export function changesShown({ changes, totals }: Pick<RosterPreview, 'changes' | 'totals'>): { changes: RosterChange[]; touched: number } {
  return { changes: changes.filter(({ action }) => action !== 'same').slice(0, ROWS_SHOWN), touched: totals.add + totals.change }
}
