import { bankRoutes } from '@pioneer/shared-types/study/routes'
import type { BankImport, BankList, BankPreview, BankPreviewQuery, ReviewImport } from '@pioneer/shared-types/study/schemas'
import { http } from '@/services/http'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Thousands of rows are read, or written, in one request. */
const LONG_MS = 60_000

export const fetchBanks = (orgId: string): Promise<BankList> => http.call(bankRoutes.list, { params: { id: orgId } })

/** Reads a workbook; nothing is handed in by it. */
export const previewBank = (orgId: string, query: BankPreviewQuery, bytes: ArrayBuffer): Promise<BankPreview> =>
  http.call(bankRoutes.preview, { params: { id: orgId }, query }, { file: { type: XLSX, bytes }, timeoutMs: LONG_MS })

/** Hands a preview in for review; saying it twice is the same. */
export const handInBank = (orgId: string, previewId: string): Promise<BankImport> => http.call(bankRoutes.apply, { params: { id: orgId, importId: previewId } }, { timeoutMs: LONG_MS })

export const fetchImport = (orgId: string, importId: string): Promise<BankImport> => http.call(bankRoutes.import, { params: { id: orgId, importId } })

/** Decides once; who comes later gets what was decided. */
export const reviewImport = (orgId: string, importId: string, body: ReviewImport): Promise<BankImport> =>
  http.call(bankRoutes.review, { params: { id: orgId, importId }, body }, { timeoutMs: LONG_MS })
