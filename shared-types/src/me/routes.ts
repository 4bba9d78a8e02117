import { route } from '../common/route'
import type { AccessLog, MyData, MyExport } from './schemas'

export const myDataRoutes = {
  data: route<{ reply: MyData }>('GET', '/me/data'),
  accessLog: route<{ reply: AccessLog }>('GET', '/me/access-log'),
  export: route<{ reply: MyExport }>('GET', '/me/export'),
} as const
