import type { ClientSession, Model } from 'mongoose'
import type { Context } from '../../kernel/context'
import { newId, toId, type ObjectId } from '../../kernel/ids'
import { keyedDigest, seal, unseal } from '../../kernel/keys'
import { ProblemError } from '../../kernel/problems'
import { lastFour, nameKeyOf } from './rules'
import type { MemberFields, MemberRecord, MembersService } from './types'

/** Rows of one command: keeps a message of the wire protocol well below its limit. */
const CHUNK = 500

const phoneContext = (id: ObjectId): string => `member:${id.toHexString()}:phone`

/** Opens a sealed phone number; null when none is kept. */
export const openPhone = (context: Context, member: MemberRecord): string | null =>
  member.phoneSealed === null ? null : unseal(context.keys.data, member.phoneSealed, phoneContext(member._id))

/** The blind index of the last four digits: equal digits give equal digests, and nothing else can be told from them. */
export const last4Index = (context: Context, digits: string): string => keyedDigest(context.keys.index, `phone-last4:${digits}`)

function phoneFields(context: Context, id: ObjectId, phone: string | null): Pick<MemberRecord, 'phoneSealed' | 'phoneLast4Index'> {
  if (phone === null) return { phoneSealed: null, phoneLast4Index: null }
  const digits = lastFour(phone)
  return { phoneSealed: seal(context.keys.data, phone, phoneContext(id)), phoneLast4Index: digits && last4Index(context, digits) }
}

function newRecord(context: Context, fields: MemberFields, now: Date): MemberRecord {
  const _id = newId()
  return {
    _id, name: fields.name, nameKey: nameKeyOf(fields.name), gender: fields.gender ?? null, birthMonth: fields.birthMonth ?? null,
    ...phoneFields(context, _id, fields.phone ?? null),
    status: fields.status, branchId: toId(fields.branchId), groupId: fields.groupId ? toId(fields.groupId) : null,
    joinedOn: fields.joinedOn ?? null, confirmedOn: fields.confirmedOn ?? null, duties: fields.duties ?? null, note: fields.note ?? null,
    floating: fields.floating ?? false, votingSuspended: fields.votingSuspended ?? false, active: true, version: 1, createdAt: now, updatedAt: now,
  }
}

/** What a change sets: a field that is left out stays as it is, null clears it. */
function changedFields(context: Context, id: ObjectId, fields: MemberFields): Partial<MemberRecord> {
  const { phone, branchId, groupId, ...plain } = fields
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as Partial<MemberRecord>
  return {
    ...given,
    nameKey: nameKeyOf(fields.name),
    branchId: toId(branchId),
    ...(groupId === undefined ? {} : { groupId: groupId === null ? null : toId(groupId) }),
    ...(phone === undefined ? {} : phoneFields(context, id, phone)),
  }
}

/** Writes rows of the roster in the caller's transaction, new and changed ones each in chunks of one command. Throws not-found for an id that is not there. */
export async function writeMembers(context: Context, members: Model<MemberRecord>, rows: Parameters<MembersService['write']>[0], session: ClientSession): Promise<{ id: string; created: boolean }[]> {
  const now = context.clock.now()
  const results: { id: string; created: boolean }[] = []
  const fresh: MemberRecord[] = []
  const changes: { updateOne: { filter: { _id: ObjectId }; update: { $set: Partial<MemberRecord>; $inc: { version: number } } } }[] = []
  for (const { id, fields } of rows) {
    if (id === null) {
      const record = newRecord(context, fields, now)
      fresh.push(record)
      results.push({ id: record._id.toHexString(), created: true })
    } else {
      const _id = toId(id)
      changes.push({ updateOne: { filter: { _id }, update: { $set: { ...changedFields(context, _id, fields), updatedAt: now }, $inc: { version: 1 } } } })
      results.push({ id, created: false })
    }
  }
  for (let at = 0; at < changes.length; at += CHUNK) {
    const chunk = changes.slice(at, at + CHUNK)
    const { matchedCount } = await members.bulkWrite(chunk, { session, timestamps: false })
    if (matchedCount !== chunk.length) throw new ProblemError('not-found')
  }
  for (let at = 0; at < fresh.length; at += CHUNK) await members.insertMany(fresh.slice(at, at + CHUNK), { session, lean: true })
  return results
}
