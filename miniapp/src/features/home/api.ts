import { homeRoutes } from '@pioneer/shared-types/home/routes'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { http } from '@/services/http'

/** The first screen in one request. */
export const fetchHome = (): Promise<Home> => http.call(homeRoutes.home)
