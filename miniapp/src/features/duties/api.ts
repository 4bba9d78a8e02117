import { dutyRoutes } from '@pioneer/shared-types/duties/routes'
import type { DutyBoard, DutyQuery } from '@pioneer/shared-types/duties/schemas'
import { http } from '@/services/http'

export const fetchBoard = (orgId: string, query: DutyQuery): Promise<DutyBoard> => http.call(dutyRoutes.board, { params: { id: orgId }, query })
