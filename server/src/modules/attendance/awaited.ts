import type { Connection } from 'mongoose'
import { toId } from '../../kernel/ids'
import { attendanceModels } from './model'
import type { AwaitedPerson } from './types'

/** Who is expected at a meeting and neither came nor is on leave, by id; with what they have said themselves. Two commands. */
export async function awaitedAt(connection: Connection, activityId: string): Promise<AwaitedPerson[]> {
  const { attendance, requests } = attendanceModels(connection)
  const id = toId(activityId)
  const rows = await attendance.find(
    { activityId: id, state: 'pending', role: 'expected', cancelledAt: null }, { memberId: 1, name: 1, branchId: 1, groupId: 1, reply: 1 }).sort({ memberId: 1 }).lean()
  const asked = rows.length === 0 ? [] : await requests.find({ activityId: id, state: 'pending' }, { memberId: 1, kind: 1 }).sort({ createdAt: 1, _id: 1 }).lean()
  const who = (rows: typeof asked): Set<string> => new Set(rows.map((request) => request.memberId.toHexString()))
  const [any, leave] = [who(asked), who(asked.filter((request) => request.kind === 'leave'))]
  return rows.map((row) => {
    const memberId = row.memberId.toHexString()
    return {
      memberId, name: row.name, branchId: row.branchId.toHexString(), groupId: row.groupId?.toHexString() ?? null,
      answered: row.reply !== null || leave.has(memberId), asked: any.has(memberId),
    }
  })
}
