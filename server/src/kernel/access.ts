import type { FastifyRequest } from 'fastify'
import type { OrgType, Role } from '@pioneer/shared-types/constants'

/** Whom a request comes from, read from the store (never from the token). */
export interface Caller {
  accountId: string
  kind: 'wechat' | 'web' | 'demo'
  memberId: string | null
  branchId: string | null
  groupId: string | null
  /** Consent to the processing of sensitive data is given and not withdrawn. */
  consented: boolean
  /** When the account was bound to the roster row; decides whether a late ticket is believed. */
  boundAt: Date | null
  grants: readonly { role: Role; orgId: string }[]
}

/** What an access decision needs to know of a resource. */
export interface ResourceFacts {
  /** Ids of the organizations above and including the owner, root first. */
  scopeIds: readonly string[]
  /** The organization that owns it. */
  orgId: string
  orgType: OrgType
  /** The branch it lies in; null above branches. */
  branchId: string | null
  /** The person it is about. */
  memberId?: string
  /** Those it is for: may the member know of it? */
  audience?: (memberId: string) => Promise<boolean>
}

/** Actions of permissions.md; the table itself is data in modules/auth/permissions.ts. */
export const ACTIONS = [
  'own:record', 'activity:read', 'activity:write', 'attendance:read', 'attendance:write', 'screen:pair', 'roster:names', 'roster:details', 'roster:apply',
  'binding:approve', 'invite:member', 'invite:officer', 'invite:committee', 'points:read', 'org:write', 'audit:mine',
  'bank:write', 'bank:review', 'papers:assign', 'reminders:send', 'facts:enter', 'duties:read', 'rating:read', 'rating:overview',
] as const
export type Action = (typeof ACTIONS)[number]

export const RESOURCE_KINDS = ['self', 'org', 'activity', 'member', 'binding', 'paper'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** Declared on every route; the service refuses to boot with a route that declares none. */
export type Access =
  /** No login; `why` is for the reader. */
  | { open: string }
  /** Any account with a valid token, bound or not. */
  | { signedIn: true }
  /** A display token of this activity, or the action on it. */
  | { action: Action; resource: ResourceKind; id?: (request: FastifyRequest) => string; displayToken?: true }
  /** The service decides after reading the body, by these actions. */
  | { decidedBy: readonly Action[]; resource: ResourceKind; id: (request: FastifyRequest) => string }

declare module 'fastify' {
  interface FastifyContextConfig { access?: Access }
  interface FastifyRequest {
    /** Set by the access hook on every route that is not open. */
    caller: Caller
    /** Set when a display token opened the door instead of a person. */
    display: { screenId: string; activityId: string } | null
  }
}

/** Loads the facts of a resource; `null` when it does not exist. */
export type ResourceLoader = (id: string, caller: Caller) => Promise<ResourceFacts | null>
