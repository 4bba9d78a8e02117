import type { ClientSession } from 'mongoose'
import type { Caller } from '../../kernel/access'

/** One thing somebody did, kept for ever and never edited. */
export interface AuditRecordInput {
  action: string
  targetType: 'member' | 'account' | 'activity' | 'org' | 'invitation' | 'binding' | 'roster' | 'screen' | 'paper' | 'question-bank'
  targetId: string
  /** The person it concerns, if one. */
  memberId?: string
  orgId?: string
  /** Words, without personal data of third persons. */
  detail?: string
}

export interface AuditEntry { at: Date; actorMemberId: string | null; actorAccountId: string; role: string; action: string; what: string }

/** Append-only record of changes and of looking at others' data. */
export interface AuditService {
  record(caller: Caller | null, input: AuditRecordInput, session?: ClientSession): Promise<void>
  /** One trace per viewer, list and hour: somebody looked at a person's record or at a list with persons. `what` is Chinese, e.g. 出勤名单. */
  viewed(caller: Caller, input: { list: string; what: string; memberId?: string; orgId?: string }): Promise<void>
  /** Who looked at this member or at lists of its branch, newest first. */
  viewsOf(memberId: string, orgIds: readonly string[], limit: number): Promise<AuditEntry[]>
}
