import { Type, type Static } from '@sinclair/typebox'
import { ORG_TYPES } from '../constants'
import { Id, Nullable, OneOf, Strict } from '../common/schemas'

export const Org = Strict({ id: Id, type: OneOf(ORG_TYPES), name: Type.String(), parentId: Nullable(Id), active: Type.Boolean() })
export type Org = Static<typeof Org>
export const OrgList = Strict({ items: Type.Array(Org) })
export type OrgList = Static<typeof OrgList>
export const CreateOrg = Strict({ type: OneOf(ORG_TYPES), name: Type.String({ minLength: 2, maxLength: 60 }), parentId: Id })
export type CreateOrg = Static<typeof CreateOrg>
