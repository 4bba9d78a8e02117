import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Strict } from '../common/schemas'

const Ticket = Type.String({ minLength: 40, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$', description: 'The rotating ticket' })
const Url = Type.String({ minLength: 10, maxLength: 300, description: 'What was scanned: …/s/<ticket>' })
const Code = Type.String({ pattern: '^\\d{6}$', description: 'The typed code' })
const Challenge = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'base64url(SHA-256(verifier))' })
const Verifier = Type.String({ minLength: 32, maxLength: 128, pattern: '^[A-Za-z0-9_-]+$' })
const DeviceId = Type.String({ minLength: 8, maxLength: 64, description: 'Random id of this installation, kept as a keyed digest only' })
/** When the phone read the code, by its own clock: says which code it was if it is sent later. Never trusted beyond that. */
const CapturedAt = Type.Optional(Instant)

/** First stage, no login: what was seen is sealed with the server's time. */
export const Freeze = Type.Union([
  Strict({ ticket: Ticket, challenge: Challenge }),
  Strict({ url: Url, challenge: Challenge }),
  Strict({ activityId: Id, code: Code, challenge: Challenge }),
])
export type Freeze = Static<typeof Freeze>
export const Frozen = Strict({
  claim: Type.String(), frozenAt: Instant, expiresAt: Instant,
  activity: Strict({ id: Id }),
})
export type Frozen = Static<typeof Frozen>

/** Second stage, or both in one when signed in. */
export const Redeem = Type.Union([
  Strict({ claim: Type.String({ minLength: 20, maxLength: 600 }), verifier: Verifier, deviceId: DeviceId }),
  Strict({ ticket: Ticket, deviceId: DeviceId, capturedAt: CapturedAt }),
  Strict({ url: Url, deviceId: DeviceId, capturedAt: CapturedAt }),
  Strict({ activityId: Id, code: Code, deviceId: DeviceId, capturedAt: CapturedAt }),
])
export type Redeem = Static<typeof Redeem>
