import type { ClientSession } from 'mongoose'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import type { Action, Caller, ResourceFacts } from '../../kernel/access'

/** A scan frozen before anybody knew who it was, kept with a binding request until it is approved. */
export interface FrozenScan { jti: string; activityId: string; frozenAt: Date; door: 'qr' | 'code'; deviceDigest: string | null }

/** What auth asks of the sign-in module; app.ts wires it (check-ins stand above auth). */
export interface FrozenScanHooks {
  /** Opens and checks a claim against its verifier; throws claim-invalid, claim-expired or claim-foreign. */
  open(claim: string, verifier: string, deviceId: string | undefined): Promise<FrozenScan & { activityTitle: string; ownerBranchId: string | null }>
  /** Records the sign-in at the frozen time for a member who has just been bound; never throws for reasons of the domain. */
  record(scan: FrozenScan, member: { memberId: string; boundAt: Date }, actorAccountId: string): Promise<{ recorded: boolean; message: string }>
}

/** A device that took hold of a roster row or let go of it. */
export interface AccountChange { memberId: string; accountId: string; kind: Caller['kind']; change: 'bound' | 'unbound' }
/** Told in the transaction that binds or frees; bound in compose.ts (reminders stand above). */
export type AccountChanged = (change: AccountChange, session: ClientSession) => Promise<void>

/** A WeChat identity that stands for a member; at most one a member. */
export interface WechatAccount { memberId: string; accountId: string; openid: string }

/** The door of the auth module for other modules. */
export interface AuthService {
  /** The caller behind an account, from a cache of at most 10 s; null when it was removed. */
  caller(accountId: string): Promise<Caller | null>
  me(caller: Caller): Promise<Me>
  /** Whether the grants allow the action on the resource; the same rule the access hook uses. */
  allowed(caller: Caller, action: Action, facts: ResourceFacts): Promise<boolean>
  /** Organizations at which the caller may do the action: for lists. */
  orgsFor(caller: Caller, action: Action): { orgId: string; subtree: boolean }[]
  /** Members who hold one of these roles at exactly this organization. */
  holdersOf(orgId: string, roles: readonly Role[]): Promise<string[]>
  /** Members bound to an account at present. */
  boundMembers(memberIds: readonly string[]): Promise<Set<string>>
  /** WeChat accounts bound to these members, by member: for messages. */
  wechatAccountsOf(memberIds: readonly string[]): Promise<WechatAccount[]>
  pendingBindings(orgIds: readonly string[]): Promise<number>
  /** Frees a roster row from its devices. */
  unbindMember(memberId: string, caller: Caller, session?: ClientSession): Promise<void>
  /** Gives a role at an organization to a member, in demo data and invitations. */
  grant(input: { memberId?: string; accountId?: string; role: 'group-leader' | 'branch-committee' | 'secretary' | 'committee-staff' | 'operator'; orgId: string; grantedBy: string | null }, session?: ClientSession): Promise<void>
}
