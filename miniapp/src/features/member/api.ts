import { attendanceRoutes } from '@pioneer/shared-types/attendance/routes'
import type { MyAttendance } from '@pioneer/shared-types/attendance/schemas'
import { myDataRoutes } from '@pioneer/shared-types/me/routes'
import type { AccessLog, MyData, MyExport } from '@pioneer/shared-types/me/schemas'
import { http } from '@/services/http'

const PAGE = 20
/** All records of years: larger than other answers, so it may take longer. */
const EXPORT_TIMEOUT_MS = 30_000

export const fetchMyAttendance = (cursor?: string): Promise<MyAttendance> =>
  http.call(attendanceRoutes.mine, { query: { cursor, limit: PAGE } })

export const fetchMyData = (): Promise<MyData> => http.call(myDataRoutes.data)

export const fetchAccessLog = (): Promise<AccessLog> => http.call(myDataRoutes.accessLog)

export const fetchExport = (): Promise<MyExport> => http.call(myDataRoutes.export, {}, { timeoutMs: EXPORT_TIMEOUT_MS })
