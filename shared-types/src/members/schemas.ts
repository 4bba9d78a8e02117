import { Type, type Static } from '@sinclair/typebox'
import { MEMBER_STATUSES } from '../constants'
import { Id, IdParams, Nullable, OneOf, Strict } from '../common/schemas'

/** A name of the roster: what members of a branch may see of each other. */
export const MemberName = Strict({ id: Id, name: Type.String(), groupId: Nullable(Id), groupName: Nullable(Type.String()), status: OneOf(MEMBER_STATUSES) })
export type MemberName = Static<typeof MemberName>
export const RosterNames = Strict({ items: Type.Array(MemberName) })
export type RosterNames = Static<typeof RosterNames>

/** Details for the branch's committee: the phone number is masked, dates are Shanghai days. */
export const MemberDetail = Strict({
  id: Id, name: Type.String(), status: OneOf(MEMBER_STATUSES), branchId: Id, branchName: Type.String(), groupId: Nullable(Id), groupName: Nullable(Type.String()),
  gender: Nullable(OneOf(['male', 'female'] as const)), birthMonth: Nullable(Type.String()), phoneMasked: Nullable(Type.String()),
  joinedOn: Nullable(Type.String()), confirmedOn: Nullable(Type.String()), duties: Nullable(Type.String()), note: Nullable(Type.String()),
  floating: Type.Boolean(), votes: Type.Boolean(), bound: Type.Boolean(), active: Type.Boolean(), version: Type.Integer(),
})
export type MemberDetail = Static<typeof MemberDetail>
export const OrgIdParams = IdParams
export type OrgIdParams = Static<typeof OrgIdParams>
