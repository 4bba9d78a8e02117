import type {} from '@fastify/swagger'
import { createConnection, type Connection } from 'mongoose'
import type { OrgType, Role } from '@pioneer/shared-types/constants'
import { buildApp, type App, type AppDeps } from '../../src/app'
import type { Config } from '../../src/config'
import type { Action, Caller } from '../../src/kernel/access'
import type { ManualClock } from '../../src/kernel/clock'
import { inTransaction } from '../../src/kernel/transaction'
import { testConfig } from './house'

/** Where a resource lies: what the permission table's reaches speak of. */
export interface Place { orgId: string; branchId: string | null; group: boolean; scope: string[] }
export interface Person { token: string; accountId: string; memberId: string | null; grants: { role: Role; orgId: string }[] }
interface Where { memberAt?: Place; role?: Exclude<Role, 'member'>; roleAt?: Place }

/** The whole service on a tree of two branches with groups, and somebody of every role here and elsewhere. */
export interface World {
  app: App
  connection: Connection
  /** Commands the driver has sent, newest last; empty it to look at what comes next. */
  commands: string[]
  place: Record<'root' | 'general' | 'branchA' | 'groupA' | 'branchB' | 'groupB', Place>
  people: Record<string, Person>
  memberOf: Record<string, string>
  /** A new row of the roster; answers its id. */
  row(name: string, at: Place): Promise<string>
  /** Somebody with an account, perhaps a row and a role; kept in `people` under this key. */
  person(key: string, where: Where): Promise<Person>
  callerOf(accountId: string): Promise<Caller>
  activity(at: Place, status: 'draft' | 'published'): Promise<string>
  /** Somebody unknown asks to be bound to a row of the first branch. */
  binding(): Promise<{ id: string; memberId: string }>
  /** The member here asks for leave from a new meeting. */
  leaveRequest(at: Place): Promise<{ id: string; request: string }>
  close(): Promise<void>
}

/** An operation of the contract with whom it is for. */
export interface Operation {
  'x-access'?: { open?: string; signedIn?: true; action?: Action; resource?: string; decidedBy?: Action[] }
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

/** The operations of the OpenAPI document by `METHOD /path`. */
export function operationsOf(app: App): Map<string, Operation> {
  const { paths } = app.http.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  return new Map(Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation])))
}

export async function openWorld(uri: string, clock: ManualClock, options: { config?: Partial<Config>; logTo?: AppDeps['logTo'] } = {}): Promise<World> {
  const connection = await createConnection(uri, { monitorCommands: true, autoCreate: false, autoIndex: false }).asPromise()
  const commands: string[] = []
  connection.getClient().on('commandStarted', ({ commandName }) => { commands.push(commandName) })
  const app = await buildApp(testConfig(options.config), { connection, clock, ...(options.logTo ? { logTo: options.logTo } : {}) })
  await app.http.ready()
  const { activities, attendance, auth, members, orgs } = app.services
  const hours = (count: number): string => new Date(clock.now().getTime() + count * 3_600_000).toISOString()
  const people: World['people'] = {}
  const memberOf: World['memberOf'] = {}
  let counter = 0

  async function org(type: OrgType, name: string, parent: Place | null): Promise<Place> {
    const record = await orgs.create({ type, name, parentId: parent?.orgId ?? null })
    const orgId = record._id.toHexString()
    return { orgId, branchId: orgs.branchOf(record), group: type === 'group', scope: [...(parent?.scope ?? []), orgId] }
  }

  async function callerOf(accountId: string): Promise<Caller> {
    const caller = await auth.caller(accountId)
    if (!caller) throw new Error(`no account ${accountId}`)
    return caller
  }

  async function row(name: string, at: Place): Promise<string> {
    counter += 1
    const fields = { name, phone: `138${String(counter).padStart(8, '0')}`, status: 'full' as const, branchId: at.branchId ?? '', groupId: at.group ? at.orgId : null }
    const [written] = await inTransaction(connection, (session) => members.write([{ id: null, fields }], session))
    return written?.id ?? ''
  }

  async function person(key: string, where: Where): Promise<Person> {
    const { accountId } = (await auth.sessions.web()).session.me
    const memberId = where.memberAt ? await row(key, where.memberAt) : null
    const invite = async (orgId: string, role: Role): Promise<void> => {
      const { code } = await auth.inviteFromConsole({ orgId, role, ...(memberId ? { memberId } : { name: key }) })
      await auth.bind(await callerOf(accountId), { invitation: code, consent: true })
    }
    const grants: Person['grants'] = []
    if (memberId) {
      memberOf[key] = memberId
      grants.push({ role: 'member', orgId: where.memberAt?.branchId ?? '' })
      if (!where.role) await invite(where.memberAt?.branchId ?? '', 'member')
    }
    if (where.role && where.roleAt) {
      await invite(where.roleAt.orgId, where.role)
      grants.push({ role: where.role, orgId: where.roleAt.orgId })
    }
    return (people[key] = { token: auth.issueAccess(accountId), accountId, memberId, grants })
  }

  const root = await org('committee', '云湖市机关党委', null)
  const general = await org('general-branch', '直属单位党总支', root)
  const branchA = await org('branch', '甲支部', root)
  const groupA = await org('group', '甲一小组', branchA)
  const branchB = await org('branch', '乙支部', general)
  const groupB = await org('group', '乙一小组', branchB)
  await person('member here', { memberAt: groupA })
  await person('member elsewhere', { memberAt: groupB })
  await person('group-leader here', { memberAt: groupA, role: 'group-leader', roleAt: groupA })
  await person('group-leader elsewhere', { memberAt: groupB, role: 'group-leader', roleAt: groupB })
  await person('branch-committee here', { memberAt: branchA, role: 'branch-committee', roleAt: branchA })
  await person('branch-committee elsewhere', { memberAt: branchB, role: 'branch-committee', roleAt: branchB })
  await person('secretary here', { memberAt: branchA, role: 'secretary', roleAt: branchA })
  await person('secretary elsewhere', { memberAt: branchB, role: 'secretary', roleAt: branchB })
  await person('committee-staff here', { role: 'committee-staff', roleAt: root })
  await person('committee-staff elsewhere', { role: 'committee-staff', roleAt: general })
  await person('operator here', { role: 'operator', roleAt: root })
  await person('nobody', {})
  const accountOf = (key: string): Promise<Caller> => callerOf(people[key]?.accountId ?? '')

  const activity: World['activity'] = async (at, status) => {
    const caller = await accountOf('committee-staff here')
    const { id } = await activities.create({
      ownerOrgId: at.orgId, kinds: [at.group ? 'group-meeting' : 'theme-day'], title: '学条例', startAt: hours(-0.1), endAt: hours(2), place: '302 会议室',
    }, caller)
    if (status === 'published') await activities.publish(id, caller)
    return id
  }

  return {
    app, connection, commands, people, memberOf, row, person, callerOf, activity,
    place: { root, general, branchA, groupA, branchB, groupB },
    async binding() {
      counter += 1
      const [name, digits] = [`新同志${counter}`, String(counter).padStart(8, '0')]
      const [written] = await inTransaction(connection, (session) => members.write([{ id: null, fields: { name, phone: `139${digits}`, status: 'full', branchId: branchA.orgId } }], session))
      const { accountId } = (await auth.sessions.web()).session.me
      await auth.bind(await callerOf(accountId), { name, phoneLast4: digits.slice(-4), consent: true })
      const list = await auth.bindings(await accountOf('secretary here'), branchA.orgId)
      return { id: list.items.find((item) => item.name === name)?.id ?? '', memberId: written?.id ?? '' }
    },
    async leaveRequest(at) {
      const id = await activity(at, 'published')
      const request = await attendance.ask(await accountOf('member here'), id, { kind: 'leave', reason: '出差' })
      return { id, request: request.id }
    },
    async close() {
      await app.close()
      await connection.close()
    },
  }
}
