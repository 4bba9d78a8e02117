import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type { PreviewParams, RosterApplied, RosterPreview } from './schemas'

export const rosterRoutes = {
  /** The body is the workbook itself (application/vnd.openxmlformats-officedocument.spreadsheetml.sheet), for the organization and what is below it. */
  preview: route<{ params: IdParams; reply: RosterPreview }>('POST', '/orgs/:id/roster/preview'),
  apply: route<{ params: PreviewParams; reply: RosterApplied }>('POST', '/orgs/:id/roster/previews/:previewId/apply'),
} as const
