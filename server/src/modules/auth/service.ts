import type { ApprovedBinding, Bind, BindResult, BindingList, BindingRequest, CreateInvitation, Invitation } from '@pioneer/shared-types/auth/schemas'
import type { DemoAccount } from '@pioneer/shared-types/constants'
import type { Caller, ResourceFacts } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import type { Job } from '../../kernel/jobs'
import { bind } from './bind'
import { approveBinding, bindingFacts, listBindings, rejectBinding } from './bindings'
import { Callers } from './callers'
import { createInvitation, issueInvitation } from './invitations'
import { authModels, type AccountRecord } from './model'
import type { AuthDeps, AuthParts } from './parts'
import { presentMe } from './present'
import { mayDo, placesOf } from './reach'
import { CONSENT_VERSION } from './rules'
import { scansJob } from './scans'
import { Sessions } from './sessions'
import { createTokens, type Tokens } from './tokens'
import type { AuthService, FrozenScanHooks } from './types'
import { unbindMember, unbindSelf, withdrawConsent } from './unbind'

export { ensureIndexes } from './model'

/** What is kept about an account, for the person it belongs to. */
export type KeptAccount = Pick<AccountRecord, 'kind' | 'boundAt' | 'consent' | 'createdAt'> & { hasOpenid: boolean }

/** The door of the module, what its routes need, and what app.ts wires. */
export interface AuthModule extends AuthService, Pick<Tokens, 'issueAccess' | 'verifyAccess'> {
  readonly sessions: Sessions
  bind(caller: Caller, input: Bind): Promise<BindResult>
  unbindSelf(caller: Caller): Promise<void>
  withdrawConsent(caller: Caller): Promise<void>
  invite(caller: Caller, input: CreateInvitation): Promise<Invitation>
  /** Without asking who may: for the command line of the installation. */
  inviteFromConsole(input: CreateInvitation): Promise<Invitation>
  bindings(caller: Caller, orgId: string): Promise<BindingList>
  approve(caller: Caller, id: string, memberId: string): Promise<ApprovedBinding>
  reject(caller: Caller, id: string, reason: string): Promise<BindingRequest>
  /** Loader of the resource kind `binding`. */
  bindingFacts(id: string, caller: Caller): Promise<ResourceFacts | null>
  /** Makes a demo account, or points it at another row; answers the account's id. */
  ensureDemoAccount(demoKey: DemoAccount, who: { memberId: string } | { name: string }): Promise<string>
  /** Names of people who stand in no roster, by account id. */
  accountNames(accountIds: readonly string[]): Promise<Map<string, string>>
  keptAbout(accountId: string): Promise<KeptAccount | null>
  /** The sign-in module stands above this one; app.ts hands its hooks down. */
  setFrozenScanHooks(hooks: FrozenScanHooks): void
  readonly jobs: readonly Job[]
}

export function createAuthService(context: Context, deps: AuthDeps): AuthModule {
  const models = authModels(context.connection)
  const tokens = createTokens(context)
  const callers = new Callers(context, models, deps.members)
  let wired: FrozenScanHooks | null = null
  const parts: AuthParts = {
    ...deps, context, models, tokens, callers,
    hooks: () => {
      if (!wired) throw new Error('the sign-in module is not wired to auth')
      return wired
    },
  }
  const { accounts, bindings, grants } = models

  return {
    issueAccess: tokens.issueAccess,
    verifyAccess: tokens.verifyAccess,
    sessions: new Sessions(parts),
    caller: (accountId) => callers.get(accountId),
    me: (caller) => presentMe(parts, caller),
    allowed: mayDo,
    orgsFor: placesOf,
    holdersOf: async (orgId, roles) => {
      const held = await grants.find({ orgId: toId(orgId), role: { $in: [...roles] } }, { holderId: 1 }).sort({ holderId: 1 }).lean()
      const rows = await deps.members.many([...new Set(held.map((grant) => grant.holderId.toHexString()))])
      return rows.filter((member) => member.active).map((member) => member._id.toHexString())
    },
    boundMembers: async (memberIds) => {
      const bound = await accounts.find({ memberId: { $in: memberIds.map(toId) } }, { memberId: 1 }).sort({ _id: 1 }).lean()
      return new Set(bound.flatMap((account) => account.memberId?.toHexString() ?? []))
    },
    wechatAccountsOf: async (memberIds) => {
      const rows = await accounts.find({ memberId: { $in: memberIds.map(toId) }, kind: 'wechat', disabled: false }, { memberId: 1, openid: 1 }).sort({ memberId: 1, _id: 1 }).lean()
      return rows.flatMap(({ _id, memberId, openid }) => (memberId && openid !== undefined ? [{ memberId: memberId.toHexString(), accountId: _id.toHexString(), openid }] : []))
    },
    pendingBindings: async (orgIds) => (orgIds.length === 0 ? 0 : bindings.countDocuments({ branchIds: { $in: orgIds.map(toId) }, state: 'pending' })),
    unbindMember: (memberId, caller, session) => unbindMember(parts, memberId, caller, session),
    grant: async ({ memberId, accountId, role, orgId, grantedBy }, session) => {
      const holder = memberId ?? accountId
      if (holder === undefined) throw new Error('a grant needs a holder')
      await grants.updateOne(
        { holderId: toId(holder), role, orgId: toId(orgId) },
        { $setOnInsert: { _id: newId(), grantedBy: grantedBy === null ? null : toId(grantedBy), at: context.clock.now() } }, { upsert: true, ...(session ? { session } : {}) })
      callers.forget(session)
    },
    bind: (caller, input) => bind(parts, caller, input),
    unbindSelf: (caller) => unbindSelf(parts, caller),
    withdrawConsent: (caller) => withdrawConsent(parts, caller),
    invite: (caller, input) => createInvitation(parts, caller, input),
    inviteFromConsole: (input) => issueInvitation(parts, null, input),
    bindings: (caller, orgId) => listBindings(parts, caller, orgId),
    approve: (caller, id, memberId) => approveBinding(parts, caller, id, memberId),
    reject: (caller, id, reason) => rejectBinding(parts, caller, id, reason),
    bindingFacts: (id, caller) => bindingFacts(parts, id, caller),
    ensureDemoAccount: async (demoKey, who) => {
      const now = context.clock.now()
      const bound = 'memberId' in who ? { memberId: toId(who.memberId), name: null } : { name: who.name }
      const known = await accounts.findOneAndUpdate({ demoKey }, { $set: bound }, { returnDocument: 'after' }).lean()
      const account: AccountRecord = known ?? {
        _id: newId(), kind: 'demo', demoKey, boundAt: now, consent: { version: CONSENT_VERSION, acceptedAt: now, withdrawnAt: null }, createdAt: now, disabled: false, ...bound,
      }
      if (!known) await accounts.create(account)
      callers.forget()
      return account._id.toHexString()
    },
    accountNames: async (accountIds) => {
      const named = await accounts.find({ _id: { $in: accountIds.map(toId) }, name: { $ne: null } }, { name: 1 }).sort({ _id: 1 }).lean()
      return new Map(named.map((account) => [account._id.toHexString(), account.name ?? '']))
    },
    keptAbout: async (accountId) => {
      const account = await accounts.findById(toId(accountId)).lean()
      return account && { kind: account.kind, boundAt: account.boundAt, consent: account.consent, createdAt: account.createdAt, hasOpenid: account.openid !== undefined }
    },
    setFrozenScanHooks: (hooks) => { wired = hooks },
    jobs: [scansJob(parts)],
  }
}
