import { Type, type Static } from '@sinclair/typebox'
import { Id, Nullable, OneOf, Strict } from '../common/schemas'

/** One thing to mend in a workbook: where it is, why, and what to do. `row` is the row number as Excel shows it. */
export const WorkbookIssue = Strict({
  row: Nullable(Type.Integer()), column: Nullable(Type.String()), value: Nullable(Type.String()),
  severity: OneOf(['error', 'warning'] as const), message: Type.String(), remedy: Type.String(),
})
export type WorkbookIssue = Static<typeof WorkbookIssue>
export const RosterChange = Strict({
  row: Type.Integer(), action: OneOf(['add', 'change', 'same'] as const), name: Type.String(), branchName: Type.String(),
  changes: Type.Array(Strict({ field: Type.String(), from: Nullable(Type.String()), to: Nullable(Type.String()) })),
})
export type RosterChange = Static<typeof RosterChange>
export const RosterPreview = Strict({
  /** Names this preview: handed back to apply exactly what was shown. */
  previewId: Id,
  sheet: Type.String(), headerRow: Type.Integer(),
  totals: Strict({ rows: Type.Integer(), add: Type.Integer(), change: Type.Integer(), same: Type.Integer(), errors: Type.Integer(), warnings: Type.Integer() }),
  columns: Type.Array(Strict({ header: Type.String(), field: Nullable(Type.String()), note: Nullable(Type.String()) })),
  issues: Type.Array(WorkbookIssue),
  changes: Type.Array(RosterChange),
  /** New党小组 that applying would create. */
  newGroups: Type.Array(Type.String()),
  canApply: Type.Boolean(),
})
export type RosterPreview = Static<typeof RosterPreview>
export const RosterApplied = Strict({ added: Type.Integer(), changed: Type.Integer(), same: Type.Integer(), groupsCreated: Type.Integer() })
export type RosterApplied = Static<typeof RosterApplied>
/** Which preview of which organization. */
export const PreviewParams = Strict({ id: Id, previewId: Id })
export type PreviewParams = Static<typeof PreviewParams>
