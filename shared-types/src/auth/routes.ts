import { route } from '../common/route'
import type { IdParams, Ok } from '../common/schemas'
import type {
  ApproveBinding, ApprovedBinding, Bind, BindingList, BindingListQuery, BindingRequest, BindResult, CreateInvitation, DemoLogin, Invitation, Me,
  RejectBinding, Session, WechatLogin,
} from './schemas'

export const authRoutes = {
  demo: route<{ body: DemoLogin; reply: Session }>('POST', '/auth/demo'),
  wechat: route<{ body: WechatLogin; reply: Session }>('POST', '/auth/wechat'),
  /** Makes an unbound web device and sets its rotating refresh cookie. */
  web: route<{ reply: Session }>('POST', '/auth/web'),
  /** Web only: the refresh cookie is turned over. */
  refresh: route<{ reply: Session }>('POST', '/auth/refresh'),
  logout: route<{ reply: Ok }>('POST', '/auth/logout'),
  bind: route<{ body: Bind; reply: BindResult }>('POST', '/auth/bind'),
  unbind: route<{ reply: Ok }>('POST', '/auth/unbind'),
  withdrawConsent: route<{ reply: Ok }>('POST', '/auth/consent/withdraw'),
  me: route<{ reply: Me }>('GET', '/me'),
  invite: route<{ body: CreateInvitation; reply: Invitation }>('POST', '/invitations'),
  bindings: route<{ query: BindingListQuery; reply: BindingList }>('GET', '/bindings'),
  approveBinding: route<{ params: IdParams; body: ApproveBinding; reply: ApprovedBinding }>('POST', '/bindings/:id/approve'),
  rejectBinding: route<{ params: IdParams; body: RejectBinding; reply: BindingRequest }>('POST', '/bindings/:id/reject'),
} as const
