import { Type, type Static } from '@sinclair/typebox'
import { ACTIVITY_KINDS, ACTIVITY_STATUSES } from '../constants'
import { Counts, Quorum } from '../activities/schemas'
import { Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

/** A display asks to be paired: it shows `pairing` as a QR and the short code, and waits with `secret`. */
export const PairingOffer = Strict({ pairing: Type.String(), secret: Type.String(), url: Type.String(), expiresAt: Instant })
export type PairingOffer = Static<typeof PairingOffer>
export const CollectPairing = Strict({ pairing: Type.String({ minLength: 6, maxLength: 64 }), secret: Type.String({ minLength: 20, maxLength: 128 }) })
export type CollectPairing = Static<typeof CollectPairing>
export const CollectedPairing = Strict({ paired: Type.Boolean(), activityId: Nullable(Id), displayToken: Nullable(Type.String()), expiresAt: Nullable(Instant) })
export type CollectedPairing = Static<typeof CollectedPairing>

/** With `pairing` the waiting display gets its token; without it the caller gets a link to open on the room's computer. */
export const PairScreen = Strict({ pairing: Type.Optional(Type.String({ minLength: 6, maxLength: 64 })) })
export type PairScreen = Static<typeof PairScreen>
export const PairedScreen = Strict({
  screenId: Id, expiresAt: Instant,
  /** Only when no display was named: read-only token of this one activity, and a link that carries it. */
  displayToken: Nullable(Type.String()), url: Nullable(Type.String()),
})
export type PairedScreen = Static<typeof PairedScreen>

export const ScreenQuery = Strict({ since: Type.Optional(Type.String({ maxLength: 64 })) })
export type ScreenQuery = Static<typeof ScreenQuery>
/** What the room sees: no names. `ticket`, `url` and `code` are null while signing in is not open. */
export const ScreenState = Strict({
  rev: Type.String(), serverTime: Instant,
  activity: Strict({ id: Id, title: Type.String(), kinds: Type.Array(OneOf(ACTIVITY_KINDS)), status: OneOf(ACTIVITY_STATUSES), ownerName: Type.String(), startAt: Instant, endAt: Instant, place: Type.String(), opensAt: Instant, lateAt: Instant }),
  ticket: Nullable(Type.String()), url: Nullable(Type.String()), code: Nullable(Type.String()), expiresAt: Nullable(Instant),
  counts: Counts, quorum: Nullable(Quorum),
})
export type ScreenState = Static<typeof ScreenState>
