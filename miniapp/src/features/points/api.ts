import { pointsRoutes } from '@pioneer/shared-types/points/routes'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import { http } from '@/services/http'

/** The member's points of one year; of the present one when left out. */
export const fetchMyPoints = (year?: number): Promise<MyPoints> => http.call(pointsRoutes.mine, { query: { year } })
