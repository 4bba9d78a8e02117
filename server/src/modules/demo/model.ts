import { Schema, type Connection, type Model } from 'mongoose'
import { ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import type { Meeting } from './plan'

/** How far the demo has been played; one document. */
export interface DemoState {
  _id: 'demo'
  /** When it was first started. */
  seedAt: Date
  /** Regular meetings up to here are in the record. */
  playedUntil: Date
  /** Accounts of the branches' secretaries, by the branch's place. */
  secretaries: string[]
  /** Everything up to `seedAt` is there. */
  seeded: boolean
  /** The meeting around now. */
  currentId: string | null
  /** The one before it: two meetings that would begin at the same mark are still two. */
  closedId: string | null
  /** Published for later. */
  ahead: Meeting[]
}

const meetingSchema = new Schema<Meeting>({
  key: { type: String, required: true }, branch: { type: Number, required: true }, group: { type: Number, default: null }, kinds: { type: [{ type: String, enum: ACTIVITY_KINDS }], required: true },
  title: { type: String, required: true }, place: { type: String, required: true }, agenda: { type: [String], required: true }, startAt: { type: Date, required: true }, endAt: { type: Date, required: true },
}, { _id: false, strict: 'throw' })

const stateSchema = new Schema<DemoState>({
  _id: { type: String, required: true }, seedAt: { type: Date, required: true }, playedUntil: { type: Date, required: true }, secretaries: { type: [String], required: true },
  seeded: { type: Boolean, required: true }, currentId: { type: String, default: null }, closedId: { type: String, default: null }, ahead: { type: [meetingSchema], required: true },
}, { versionKey: false, strict: 'throw', autoIndex: false })

/** The model of this module, bound to one connection. */
export const demoStates = (connection: Connection): Model<DemoState> =>
  (connection.models['DemoState'] as Model<DemoState> | undefined) ?? connection.model<DemoState>('DemoState', stateSchema, 'demostate')
