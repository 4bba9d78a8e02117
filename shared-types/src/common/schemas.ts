import { Type, type Static, type TSchema } from '@sinclair/typebox'

/** An object that refuses fields it does not know. */
export const Strict = <P extends Record<string, TSchema>>(properties: P, options: { description?: string } = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** One of the listed words. */
export const OneOf = <T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...(description ? { description } : {}) })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Id = Type.String({ pattern: '^[0-9a-f]{24}$', description: 'Identifier: 24 hexadecimal digits' })
/** A UTC instant, e.g. 2026-11-22T01:00:00.000Z. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$', description: 'UTC instant, ISO 8601 with Z' })
/** A Shanghai calendar day, e.g. 2026-11-22. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day of Asia/Shanghai' })
export const IdParams = Strict({ id: Id })
export type IdParams = Static<typeof IdParams>

export const PageQuery = Strict({
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export type PageQuery = Static<typeof PageQuery>

/** RFC 9457 problem. `title` is Chinese and says what to do; `code` is stable. */
export const Problem = Strict({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  requestId: Type.String(),
  fields: Type.Optional(Type.Array(Strict({ path: Type.String(), message: Type.String() }))),
  /** Extra facts a client may show: opening time, seconds to wait, the current version. */
  opensAt: Type.Optional(Instant),
  retryAfterSeconds: Type.Optional(Type.Integer()),
  currentVersion: Type.Optional(Type.Integer()),
})
export type Problem = Static<typeof Problem>

export const Ok = Strict({ ok: Type.Literal(true) })
export type Ok = Static<typeof Ok>
