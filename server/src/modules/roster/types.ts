import type { MemberStatus } from '@pioneer/shared-types/constants'
import type { WorkbookIssue } from '@pioneer/shared-types/roster/schemas'

/** The branches a workbook may name, with their groups. */
export interface Place { branches: readonly PlaceBranch[] }
export interface PlaceBranch { id: string; name: string; groups: readonly { id: string; name: string }[] }

/** A row that could be read. Null: the workbook says nothing, what is known stays. */
export interface ParsedRow {
  /** Row number as Excel shows it. */
  row: number
  name: string
  gender: 'male' | 'female' | null
  birthMonth: string | null
  phone: string | null
  branch: { id: string; name: string }
  /** `id` is null for a 党小组 that does not exist yet. */
  group: { id: string | null; name: string } | null
  joinedOn: string | null
  confirmedOn: string | null
  duties: string | null
  note: string | null
  status: MemberStatus | null
}

export type Issue = WorkbookIssue

/** Someone of the roster, as far as comparing needs it. */
export interface KnownMember {
  id: string
  name: string
  nameKey: string
  gender: 'male' | 'female' | null
  birthMonth: string | null
  phone: string | null
  branch: { id: string; name: string }
  group: { id: string; name: string } | null
  joinedOn: string | null
  confirmedOn: string | null
  duties: string | null
  note: string | null
  status: MemberStatus
}

/** What applying writes for one row; a new 党小组 is named by branch and name. */
export interface PlannedRow {
  memberId: string | null
  name: string
  gender?: 'male' | 'female'
  birthMonth?: string
  phone?: string
  branchId: string
  group?: { id: string | null; name: string }
  /** The row moves to another branch and its old group stays behind. */
  leavesGroup?: true
  joinedOn?: string
  confirmedOn?: string
  duties?: string
  note?: string
  status: MemberStatus
}
