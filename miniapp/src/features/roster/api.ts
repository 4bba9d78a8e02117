import { memberRoutes } from '@pioneer/shared-types/members/routes'
import type { RosterNames } from '@pioneer/shared-types/members/schemas'
import { orgRoutes } from '@pioneer/shared-types/orgs/routes'
import type { OrgList } from '@pioneer/shared-types/orgs/schemas'
import { rosterRoutes } from '@pioneer/shared-types/roster/routes'
import type { RosterApplied, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { http } from '@/services/http'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Thousands of rows are read, or written, in one request. */
const LONG_MS = 60_000

export const fetchNames = (orgId: string): Promise<RosterNames> => http.call(memberRoutes.names, { params: { id: orgId } })

export const fetchOrgs = (): Promise<OrgList> => http.call(orgRoutes.list)

/** Reads a workbook; changes nothing. */
export const previewRoster = (orgId: string, bytes: ArrayBuffer): Promise<RosterPreview> =>
  http.call(rosterRoutes.preview, { params: { id: orgId } }, { file: { type: XLSX, bytes }, timeoutMs: LONG_MS })

/** Applies a preview whole or not at all; saying it twice is the same. */
export const applyRoster = (orgId: string, previewId: string): Promise<RosterApplied> =>
  http.call(rosterRoutes.apply, { params: { id: orgId, previewId } }, { timeoutMs: LONG_MS })
