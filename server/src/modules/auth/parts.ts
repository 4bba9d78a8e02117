import type { Context } from '../../kernel/context'
import type { WechatClient } from '../../wechat/client'
import type { AuditService } from '../audit/types'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import type { Callers } from './callers'
import type { AuthModels } from './model'
import type { Tokens } from './tokens'
import type { AccountChanged, FrozenScanHooks } from './types'

/** Other modules' doors that auth uses. */
export interface AuthDeps {
  orgs: OrgsService
  members: MembersService
  audit: AuditService
  /** Null where no mini-program is configured. */
  wechat: WechatClient | null
  /** Told of devices that take hold of a row or let go, when somebody listens. */
  accountChanged?: AccountChanged
}

/** What the files of this module share. */
export interface AuthParts extends AuthDeps {
  context: Context
  models: AuthModels
  tokens: Tokens
  callers: Callers
  /** The sign-in module stands above and is wired later; throws while it is not. */
  hooks: () => FrozenScanHooks
}
