import type { Model } from 'mongoose'
import { toId } from '../../kernel/ids'
import type { ActivityRecord, BranchMeeting } from './types'

/** Meetings of a branch and its groups that start within the range and had been published by `asOf`, by start. One command, by index. */
export async function meetingsOfBranch(Activity: Model<ActivityRecord>, branchId: string, range: { from: Date; to: Date }, asOf: Date): Promise<BranchMeeting[]> {
  const rows = await Activity.find(
    { scopeIds: toId(branchId), startAt: { $gte: range.from, $lt: range.to }, status: { $in: ['published', 'finished'] } },
    { kinds: 1, title: 1, status: 1, ownerOrgId: 1, ownerType: 1, audience: 1, startAt: 1, endAt: 1, publishedAt: 1, finishedAt: 1 }).sort({ startAt: 1, _id: 1 }).lean()
  return rows.flatMap((row) => {
    if (row.publishedAt === null || row.publishedAt > asOf) return []
    const audience = row.audience.orgIds.map((id) => id.toHexString())
    const ownerOrgId = row.ownerOrgId.toHexString()
    return [{
      id: row._id.toHexString(), kinds: row.kinds, title: row.title, ownerOrgId, startAt: row.startAt, endAt: row.endAt, publishedAt: row.publishedAt,
      groupIds: row.ownerType === 'group' ? [ownerOrgId] : audience.filter((id) => id !== branchId),
      finished: row.status === 'finished' && row.finishedAt !== null && row.finishedAt <= asOf,
    }]
  })
}
