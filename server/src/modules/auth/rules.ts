import type { MemberStatus, OrgType, Role } from '@pioneer/shared-types/constants'

/** The text on personal data a member agrees to when binding; a new text gets a new version. */
export const CONSENT_VERSION = '2026-11'

/** Life of an access token (architecture.md, accounts), seconds. */
export const ACCESS_SECONDS = 15 * 60
/** Life of a refresh family since it was last used, milliseconds. */
export const REFRESH_LIFE = 60 * 86_400_000
/** A lost reply must not log a hall out: so long the turned-over cookie still gets its successor, milliseconds. */
export const REFRESH_GRACE = 60_000
/** One-time invitations live a week [D], milliseconds. */
export const INVITATION_LIFE = 7 * 86_400_000
/** Binding requests are forgotten after half a year [D], milliseconds. */
export const REQUEST_MEMORY = 180 * 86_400_000
/** Binding requests a day [D]: of one account, and for one row of the roster. */
export const REQUESTS_PER_ACCOUNT = 3
export const REQUESTS_PER_ROW = 5
/** Scans kept with one request: a newcomer's meetings until the secretary gets to it. */
export const SCANS_KEPT = 5

/** An invitation code as it is kept in mind: capitals without dash and spaces. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
/** An invitation code as it is shown, `XXXXX-XXXXX`. */
export const shownCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`

export type Rotation = 'rotate' | 'repeat' | 'reuse' | 'invalid'

/**
 * What a presented refresh cookie number deserves. The newest is turned over; its predecessor gets the same successor again within
 * the grace; anything older was copied (RFC 9700 §4.14.2) and ends the family.
 */
export function rotationOf(family: { n: number; rotatedAt: Date; expiresAt: Date; revokedAt: Date | null }, presented: number, now: Date): Rotation {
  if (family.revokedAt !== null || family.expiresAt <= now || presented > family.n) return 'invalid'
  if (presented === family.n) return 'rotate'
  const young = now.getTime() - family.rotatedAt.getTime() <= REFRESH_GRACE
  return presented === family.n - 1 && young ? 'repeat' : 'reuse'
}

/** Where each role may be held (domain-rules: 机关党委 → 总支 → 支部 → 党小组). */
const PLACES: Readonly<Record<Role, readonly OrgType[]>> = {
  member: ['branch'],
  'group-leader': ['group'],
  'branch-committee': ['branch'],
  secretary: ['branch'],
  'committee-staff': ['committee', 'general-branch'],
  operator: ['committee'],
}
export const mayBeHeldAt = (role: Role, orgType: OrgType): boolean => PLACES[role].includes(orgType)

/** The action of permissions.md one needs to invite somebody to a role. */
export function invitingAction(role: Role): 'invite:member' | 'invite:officer' | 'invite:committee' {
  if (role === 'member') return 'invite:member'
  return role === 'committee-staff' || role === 'operator' ? 'invite:committee' : 'invite:officer'
}

/** Offices in a branch are held by Party members, not by applicants (支部工作条例 art. 22). */
export const mayHoldOffice = (status: MemberStatus): boolean => status !== 'applicant'

/** Branches whose secretary sees a request: of the rows that fit, else of the meetings it was scanned at, else none. */
export function branchesThatSee(candidateBranches: readonly string[], scanBranches: readonly (string | null)[]): string[] {
  const of = candidateBranches.length > 0 ? candidateBranches : scanBranches.filter((branch) => branch !== null)
  return [...new Set(of)]
}
