import type { Role } from '@pioneer/shared-types/constants'
import { dayOf, timeOf } from '../../kernel/calendar'

/** From the widest office to the plainest: the one under which an act is put down. */
const RANK: readonly Role[] = ['operator', 'committee-staff', 'secretary', 'branch-committee', 'group-leader', 'member']

/** The office in which somebody acts, when several are held; null for a device bound to nobody. */
export function actingRole(grants: readonly { role: Role }[]): Role | null {
  return RANK.find((role) => grants.some((grant) => grant.role === role)) ?? null
}

/** One trace per viewer, list and Shanghai hour (architecture.md, accounts): the key under which it may exist once. */
export const viewKey = (accountId: string, list: string, at: Date): string => `${accountId}|${list}|${dayOf(at)}T${timeOf(at).slice(0, 2)}`
