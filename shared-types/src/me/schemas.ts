import { Type, type Static } from '@sinclair/typebox'
import { Instant, Nullable, Strict } from '../common/schemas'

/** What is kept about me: every field in words, and what is never kept. */
export const MyData = Strict({
  fields: Type.Array(Strict({ name: Type.String(), value: Nullable(Type.String()), why: Type.String(), seenBy: Type.String() })),
  neverKept: Type.Array(Type.String()),
  counts: Strict({ attendance: Type.Integer(), points: Type.Integer(), requests: Type.Integer() }),
  consent: Strict({ version: Type.String(), acceptedAt: Nullable(Instant) }),
})
export type MyData = Static<typeof MyData>
export const AccessLog = Strict({ items: Type.Array(Strict({ at: Instant, who: Type.String(), role: Type.String(), what: Type.String() })) })
export type AccessLog = Static<typeof AccessLog>
/** Everything kept about the caller, machine-readable. */
export const MyExport = Strict({ exportedAt: Instant, data: MyData, attendance: Type.Array(Type.Unknown()), points: Type.Array(Type.Unknown()), requests: Type.Array(Type.Unknown()), study: Type.Array(Type.Unknown()), reminders: Type.Array(Type.Unknown()) })
export type MyExport = Static<typeof MyExport>
