import type { Connection } from 'mongoose'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import { toId } from '../../kernel/ids'
import { attendanceModels } from './model'
import type { AttendanceRecord, PresenceRow } from './types'

type Kept = Pick<AttendanceRecord, 'activityId' | 'memberId' | 'state' | 'role' | 'floating'> & { changes?: { state: AttendanceState; recordedAt: Date }[] }

/** What the row said at an instant: the last change recorded by then. */
const stateAt = (row: Kept, asOf: Date): AttendanceState => row.changes?.findLast((change) => change.recordedAt <= asOf)?.state ?? 'pending'

/**
 * Everybody on the lists of these meetings with what they were: now, or as it had been recorded by `asOf`. One command.
 * For counting: no names leave here.
 */
export async function presenceAt(connection: Connection, activityIds: readonly string[], asOf: Date | null): Promise<PresenceRow[]> {
  if (activityIds.length === 0) return []
  const { attendance } = attendanceModels(connection)
  const fields = { _id: 0, activityId: 1, memberId: 1, state: 1, role: 1, floating: 1, ...(asOf ? { 'changes.state': 1, 'changes.recordedAt': 1 } : {}) }
  // Straight to the driver: a branch's year is some thousand rows, and nothing of them is kept.
  const rows = await attendance.collection.find<Kept>({ activityId: { $in: activityIds.map(toId) } }, { projection: fields, batchSize: 5_000 }).toArray()
  return rows.map((row) => ({
    activityId: row.activityId.toHexString(), memberId: row.memberId.toHexString(), role: row.role, floating: row.floating, state: asOf ? stateAt(row, asOf) : row.state,
  }))
}
