import { route } from '../common/route'
import type { Info } from './schemas'

export const infoRoutes = {
  /** What a login page has to know before anybody is signed in. */
  info: route<{ reply: Info }>('GET', '/info'),
} as const
