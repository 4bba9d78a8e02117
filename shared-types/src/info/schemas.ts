import { Type, type Static } from '@sinclair/typebox'
import { Nullable, OneOf, Strict } from '../common/schemas'

/** What this installation is. Nothing here is personal or secret. */
export const Info = Strict({
  /** In `demo` the demo accounts can be used to sign in. */
  mode: OneOf(['demo', 'single', 'cluster'] as const),
  /** The root of the tree, e.g. 云湖市交通运输局机关党委; null before it exists. */
  name: Nullable(Type.String()),
})
export type Info = Static<typeof Info>
