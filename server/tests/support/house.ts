import type { Connection } from 'mongoose'
import type { Caller } from '../../src/kernel/access'
import type { Config } from '../../src/config'
import { keysOf } from '../../src/kernel/keys'
import type { ManualClock } from '../../src/kernel/clock'
import type { Context } from '../../src/kernel/context'
import { inTransaction } from '../../src/kernel/transaction'
import * as auditModel from '../../src/modules/audit/model'
import { createAuditService } from '../../src/modules/audit/service'
import * as authModel from '../../src/modules/auth/model'
import { createAuthService, type AuthModule } from '../../src/modules/auth/service'
import type { FrozenScan, FrozenScanHooks } from '../../src/modules/auth/types'
import * as membersModel from '../../src/modules/members/model'
import { createMembersService } from '../../src/modules/members/service'
import type { MemberFields } from '../../src/modules/members/types'
import * as orgsModel from '../../src/modules/orgs/model'
import { createOrgsService } from '../../src/modules/orgs/service'
import type { WechatClient } from '../../src/wechat/client'
import { ProblemError } from '../../src/kernel/problems'

export const testConfig = (over: Partial<Config> = {}): Config => ({
  mode: 'single', port: 0, host: '127.0.0.1', publicUrl: 'https://dj.example.cn', mongoUri: null, dataDir: '/nowhere',
  jwtSecret: Buffer.alloc(48, 1), dataKey: Buffer.alloc(48, 2), trustProxy: false, wechat: null, wechatTemplates: {}, webRoot: null, innerPort: null, logLevel: 'silent', ...over,
})

export function testContext(connection: Connection, clock: ManualClock, over: Partial<Config> = {}): Context {
  const config = testConfig(over)
  const silent = (): void => undefined
  return { connection, clock, config, keys: keysOf(config), publicUrl: () => 'https://dj.example.cn', log: { info: silent, warn: silent, error: silent } }
}

/** The sign-in module as auth sees it: claims are `claim-<activity>-<minutes ago>`; what is recorded is kept in mind, once for each scan. */
export class ScanStub implements FrozenScanHooks {
  readonly recorded = new Map<string, { memberId: string; frozenAt: Date; boundAt: Date }>()
  failing = false
  constructor(private readonly clock: ManualClock, private readonly branchId: () => string) {}

  open(claim: string): ReturnType<FrozenScanHooks['open']> {
    const [word, activityId, minutes] = claim.split('-')
    if (word !== 'claim' || activityId === undefined) throw new ProblemError('claim-invalid')
    const frozenAt = new Date(this.clock.now().getTime() - Number(minutes ?? 0) * 60_000)
    return Promise.resolve({ jti: claim, activityId, frozenAt, door: 'qr', deviceDigest: 'digest', activityTitle: '十一月主题党日', ownerBranchId: this.branchId() })
  }

  record(scan: FrozenScan, member: { memberId: string; boundAt: Date }): Promise<{ recorded: boolean; message: string }> {
    if (this.failing) return Promise.reject(new Error('the store is away'))
    this.recorded.set(scan.jti, { ...member, frozenAt: scan.frozenAt })
    return Promise.resolve({ recorded: true, message: '已签到' })
  }
}

/** One office with two branches and a few people, on a store of its own. */
export async function buildHouse(connection: Connection, clock: ManualClock, options: { config?: Partial<Config>; wechat?: WechatClient } = {}) {
  for (const { ensureIndexes } of [auditModel, orgsModel, membersModel, authModel]) await ensureIndexes(connection)
  const context = testContext(connection, clock, options.config)
  const audit = createAuditService(context)
  const orgs = createOrgsService(context, { audit, orgsFor: (caller, action) => auth.orgsFor(caller, action) })
  const members = createMembersService(context, { orgs, audit, auth: { unbindMember: (...args) => auth.unbindMember(...args), boundMembers: (ids) => auth.boundMembers(ids) } })
  const auth: AuthModule = createAuthService(context, { orgs, members, audit, wechat: options.wechat ?? null })

  const make = async (type: 'committee' | 'branch' | 'group', name: string, parentId: string | null): Promise<string> => (await orgs.create({ type, name, parentId }))._id.toHexString()
  const root = await make('committee', '市发改委机关党委', null)
  const first = await make('branch', '第一党支部', root)
  const second = await make('branch', '第二党支部', root)
  const group = await make('group', '第一党小组', first)
  const scans = new ScanStub(clock, () => first)
  auth.setFrozenScanHooks(scans)

  const addMember = async (name: string, phone: string, branchId = first, over: Partial<MemberFields> = {}): Promise<string> => {
    const [row] = await inTransaction(connection, (session) => members.write([{ id: null, fields: { name, phone, status: 'full', branchId, ...over } }], session))
    return row!.id
  }
  /** Signs in on a browser of its own. */
  const newcomer = async (): Promise<Caller> => callerOf((await auth.sessions.web()).session.me.accountId)
  const callerOf = async (accountId: string): Promise<Caller> => (await auth.caller(accountId))!
  /** Binds a new browser to a row, by an invitation from the console. */
  const bound = async (memberId: string, role: 'member' | 'secretary' = 'member'): Promise<Caller> => {
    const orgId = (await members.get(memberId)).branchId.toHexString()
    const { code } = await auth.inviteFromConsole({ orgId, role, memberId })
    const { accountId } = await newcomer()
    await auth.bind(await callerOf(accountId), { invitation: code, consent: true })
    return callerOf(accountId)
  }
  /** Somebody without a roster row who holds a role. */
  const staff = async (role: 'committee-staff' | 'operator', orgId = root): Promise<Caller> => {
    const { code } = await auth.inviteFromConsole({ orgId, role, name: '周明' })
    const { accountId } = await newcomer()
    await auth.bind(await callerOf(accountId), { invitation: code, consent: true })
    return callerOf(accountId)
  }

  return { context, connection, clock, audit, orgs, members, auth, scans, root, first, second, group, addMember, newcomer, callerOf, bound, staff }
}
export type House = Awaited<ReturnType<typeof buildHouse>>

/** The code of the problem a promise ends with. */
export async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return error.code
    throw error
  }
  return 'no problem'
}
