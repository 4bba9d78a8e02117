import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type { Connection } from 'mongoose'
import type { Invitation } from '@pioneer/shared-types/auth/schemas'
import { ConfigError, readConfig, type Config } from '../config'
import { keysOf } from '../kernel/keys'
import { dayOf, timeOf } from '../kernel/calendar'
import { systemClock, type Clock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { ProblemError } from '../kernel/problems'
import { createAuditService, ensureIndexes as auditIndexes } from '../modules/audit/service'
import { createAuthService, ensureIndexes as authIndexes, type AuthModule } from '../modules/auth/service'
import { createMembersService, ensureIndexes as memberIndexes } from '../modules/members/service'
import { createOrgsService, ensureIndexes as orgIndexes } from '../modules/orgs/service'
import { sentenceFor } from '../sentences'
import { connectStore, openStore } from '../store'

const SILENT: Context['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined }
const DEFAULT_NAME = '运维人员'

/** The few services an invitation needs. */
export function invitingServices(connection: Connection, config: Config, clock: Clock): { auth: AuthModule; orgs: ReturnType<typeof createOrgsService> } {
  const context: Context = { connection, clock, config, keys: keysOf(config), publicUrl: () => config.publicUrl ?? `http://${config.host}:${config.port}`, log: SILENT }
  const audit = createAuditService(context)
  const orgs = createOrgsService(context, { audit, orgsFor: () => [] })
  const members = createMembersService(context, { orgs, audit, auth: { unbindMember: (...args) => auth.unbindMember(...args), boundMembers: (ids) => auth.boundMembers(ids) } })
  const auth = createAuthService(context, { orgs, members, audit, wechat: null })
  return { auth, orgs }
}

/** Makes the operator's one-time invitation; `askOrg` names the committee when the installation has none yet. */
export async function inviteOperator(connection: Connection, config: Config, clock: Clock, input: { name: string; askOrg: () => Promise<string> }): Promise<Invitation> {
  for (const ensureIndexes of [auditIndexes, orgIndexes, memberIndexes, authIndexes]) await ensureIndexes(connection)
  const { auth, orgs } = invitingServices(connection, config, clock)
  const root = (await orgs.all()).find((org) => org.parentId === null) ?? (await orgs.create({ type: 'committee', name: await input.askOrg(), parentId: null }))
  return auth.inviteFromConsole({ orgId: root._id.toHexString(), role: 'operator', name: input.name })
}

async function askAtTerminal(): Promise<string> {
  if (!stdin.isTTY) throw new ConfigError('还没有组织：加上 --org 机关党委的全称 / no organization yet: add --org NAME')
  const terminal = createInterface({ input: stdin, output: stdout })
  try {
    return (await terminal.question('还没有组织。机关党委的全称：')).trim()
  } finally {
    terminal.close()
  }
}

/** `npm run operator:invite -- [--org 名称] [--name 姓名]`: the first person in (architecture.md). */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...argv], options: { org: { type: 'string' }, name: { type: 'string' } } })
    const config = readConfig(env, process.cwd())
    const store = await openStore(config)
    const connection = await connectStore(store.uri)
    try {
      const { org } = values
      const invitation = await inviteOperator(connection, config, systemClock, { name: values.name ?? DEFAULT_NAME, askOrg: org === undefined ? askAtTerminal : async () => org })
      const until = new Date(invitation.expiresAt)
      console.log([
        `${invitation.orgName} · 运维人员邀请码（一次有效）：${invitation.code}`,
        `${dayOf(until)} ${timeOf(until)} 前有效。打开 ${invitation.url}，或在小程序里认证身份时填入。`,
        'One-time operator invitation: open the link, or enter the code where the app asks who you are.',
      ].join('\n'))
      return 0
    } finally {
      await connection.close()
      await store.close()
    }
  } catch (error) {
    console.error(lineFor(error))
    return 1
  }
}

/** One clear line, whatever went wrong. */
function lineFor(error: unknown): string {
  if (error instanceof ProblemError) return error.extras.fields?.map((field) => field.message).join('；') ?? error.title
  return sentenceFor(error) ?? (error instanceof Error ? error.message : String(error))
}

if (require.main === module) void main(process.argv.slice(2), process.env).then((code) => { process.exitCode = code })
