import { route } from '../common/route'
import type { Home } from './schemas'

export const homeRoutes = {
  /** The first screen in one request. */
  home: route<{ reply: Home }>('GET', '/home'),
} as const
