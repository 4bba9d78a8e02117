import type { Connection } from 'mongoose'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import { toId, type ObjectId } from '../../kernel/ids'
import { attendanceModels } from './model'
import type { AttendanceRecord, PresenceRow } from './types'

type Kept = Pick<AttendanceRecord, 'activityId' | 'memberId' | 'role' | 'floating'> & { changes: { state: AttendanceState; recordedAt: Date }[] }

/** One meeting with what each person on its list is, in the same order in every column. */
interface Columns { _id: ObjectId; members: ObjectId[]; states: AttendanceState[]; roles: PresenceRow['role'][]; floating: boolean[] }

/** What the row said at an instant: the last change recorded by then. */
const stateAt = (row: Kept, asOf: Date): AttendanceState => row.changes.findLast((change) => change.recordedAt <= asOf)?.state ?? 'pending'

/**
 * Everybody on the lists of these meetings with what they were: now, or as it had been recorded by `asOf`. One command.
 * For counting: no names leave here.
 */
export async function presenceAt(connection: Connection, activityIds: readonly string[], asOf: Date | null): Promise<PresenceRow[]> {
  if (activityIds.length === 0) return []
  const { attendance } = attendanceModels(connection)
  const listed = { activityId: { $in: activityIds.map(toId) } }
  if (asOf) {
    const rows = await attendance.collection.find<Kept>(
      listed, { projection: { _id: 0, activityId: 1, memberId: 1, role: 1, floating: 1, 'changes.state': 1, 'changes.recordedAt': 1 }, batchSize: 5_000 }).toArray()
    return rows.map((row) => ({ activityId: row.activityId.toHexString(), memberId: row.memberId.toHexString(), role: row.role, floating: row.floating, state: stateAt(row, asOf) }))
  }
  // A branch's year is some thousand rows: by columns they come in a third of the time (measured).
  const meetings = await attendance.aggregate<Columns>([
    { $match: listed },
    { $group: { _id: '$activityId', members: { $push: '$memberId' }, states: { $push: '$state' }, roles: { $push: '$role' }, floating: { $push: '$floating' } } },
  ])
  return meetings.flatMap(({ _id, members, states, roles, floating }) => {
    const activityId = _id.toHexString()
    return members.map((member, index): PresenceRow => ({ activityId, memberId: member.toHexString(), state: states[index] ?? 'pending', role: roles[index] ?? 'expected', floating: floating[index] === true }))
  })
}
