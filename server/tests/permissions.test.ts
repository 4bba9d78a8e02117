import type { InjectOptions } from 'fastify'
import { createConnection, type Connection } from 'mongoose'
import type { Role } from '@pioneer/shared-types/constants'
import { buildApp, type App } from '../src/app'
import type { Action } from '../src/kernel/access'
import { ManualClock } from '../src/kernel/clock'
import { inTransaction } from '../src/kernel/transaction'
import { PERMISSIONS } from '../src/modules/auth/permissions'
import { useDatabase } from './support/database'
import { testConfig } from './support/house'
import { sheetOf } from './support/workbook'

/**
 * The role × action test (permissions.md): every guarded route of the OpenAPI document, every role, at the resource's own place and
 * at another one, on resources that exist. What the table allows answers 2xx; what it does not answers 401, 403 or 404
 * and sends the store not one writing command.
 */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const hours = (count: number): string => new Date(clock.now().getTime() + count * 3_600_000).toISOString()

/** Where a resource lies: what the table's reaches speak of. */
interface Place { orgId: string; branchId: string | null; group: boolean; scope: string[] }
interface Person { token: string; accountId: string; memberId: string | null; grants: { role: Role; orgId: string }[] }

let app: App
let connection: Connection
const place: Record<'root' | 'general' | 'branchA' | 'groupA' | 'branchB' | 'groupB', Place> = {} as never
const people: Record<string, Person> = {}
const memberOf: Record<string, string> = {}
let counter = 0

async function org(type: 'committee' | 'general-branch' | 'branch' | 'group', name: string, parent: Place | null): Promise<Place> {
  const record = await app.services.orgs.create({ type, name, parentId: parent?.orgId ?? null })
  const orgId = record._id.toHexString()
  return { orgId, branchId: app.services.orgs.branchOf(record), group: type === 'group', scope: [...(parent?.scope ?? []), orgId] }
}

async function row(name: string, at: Place): Promise<string> {
  counter += 1
  const fields = { name, phone: `138${String(counter).padStart(8, '0')}`, status: 'full' as const, branchId: at.branchId ?? '', groupId: at.group ? at.orgId : null }
  const [written] = await inTransaction(connection, (session) => app.services.members.write([{ id: null, fields }], session))
  return written?.id ?? ''
}

async function person(key: string, where: { memberAt?: Place; role?: Exclude<Role, 'member'>; roleAt?: Place }): Promise<void> {
  const session = (await app.services.auth.sessions.web()).session
  const accountId = session.me.accountId
  const memberId = where.memberAt ? await row(key, where.memberAt) : null
  const invite = async (orgId: string, role: Role): Promise<void> => {
    const caller = await app.services.auth.caller(accountId)
    const { code } = await app.services.auth.inviteFromConsole({ orgId, role, ...(memberId ? { memberId } : { name: key }) })
    if (caller) await app.services.auth.bind(caller, { invitation: code, consent: true })
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
  people[key] = { token: app.services.auth.issueAccess(accountId), accountId, memberId, grants }
}

beforeAll(async () => {
  connection = await createConnection(database.uri, { monitorCommands: true, autoCreate: false, autoIndex: false }).asPromise()
  connection.getClient().on('commandStarted', ({ commandName }) => { if (WRITES.has(commandName)) written.push(commandName) })
  app = await buildApp(testConfig(), { connection, clock })
  await app.http.ready()
  place.root = await org('committee', '云湖市机关党委', null)
  place.general = await org('general-branch', '直属单位党总支', place.root)
  place.branchA = await org('branch', '甲支部', place.root)
  place.groupA = await org('group', '甲一小组', place.branchA)
  place.branchB = await org('branch', '乙支部', place.general)
  place.groupB = await org('group', '乙一小组', place.branchB)
  await person('member here', { memberAt: place.groupA })
  await person('member elsewhere', { memberAt: place.groupB })
  await person('group-leader here', { memberAt: place.groupA, role: 'group-leader', roleAt: place.groupA })
  await person('group-leader elsewhere', { memberAt: place.groupB, role: 'group-leader', roleAt: place.groupB })
  await person('branch-committee here', { memberAt: place.branchA, role: 'branch-committee', roleAt: place.branchA })
  await person('branch-committee elsewhere', { memberAt: place.branchB, role: 'branch-committee', roleAt: place.branchB })
  await person('secretary here', { memberAt: place.branchA, role: 'secretary', roleAt: place.branchA })
  await person('secretary elsewhere', { memberAt: place.branchB, role: 'secretary', roleAt: place.branchB })
  await person('committee-staff here', { role: 'committee-staff', roleAt: place.root })
  await person('committee-staff elsewhere', { role: 'committee-staff', roleAt: place.general })
  await person('operator here', { role: 'operator', roleAt: place.root })
  await person('nobody', {})
})
afterAll(async () => {
  await app.close()
  await connection.close()
})

// ---------------------------------------------------------------- resources, made afresh for every try

type At = 'branchA' | 'groupA' | 'root'

async function activity(at: At, status: 'draft' | 'published'): Promise<string> {
  const caller = await app.services.auth.caller(people['committee-staff here']?.accountId ?? '')
  if (!caller) throw new Error('the fixture has no committee')
  const { id } = await app.services.activities.create({
    ownerOrgId: place[at].orgId, kinds: [at === 'groupA' ? 'group-meeting' : 'theme-day'], title: '学条例', startAt: hours(-0.1), endAt: hours(2), place: '302 会议室',
  }, caller)
  if (status === 'published') await app.services.activities.publish(id, caller)
  return id
}
const someone = async (): Promise<string> => row('路人', place.groupA)

async function binding(): Promise<{ id: string; memberId: string }> {
  counter += 1
  const name = `新同志${counter}`
  const [written] = await inTransaction(connection, (session) => app.services.members.write(
    [{ id: null, fields: { name, phone: `139${String(counter).padStart(8, '0')}`, status: 'full', branchId: place.branchA.orgId } }], session))
  const { me } = (await app.services.auth.sessions.web()).session
  const caller = await app.services.auth.caller(me.accountId)
  if (!caller || !written) throw new Error('no newcomer')
  await app.services.auth.bind(caller, { name, phoneLast4: String(counter).padStart(4, '0').slice(-4), consent: true })
  const list = await app.services.auth.bindings(await app.services.auth.caller(people['secretary here']?.accountId ?? '') ?? caller, place.branchA.orgId)
  return { id: list.items.find((item) => item.name === name)?.id ?? '', memberId: written.id }
}
async function leaveRequest(at: At): Promise<{ id: string; request: string }> {
  const id = await activity(at, 'published')
  const caller = await app.services.auth.caller(people['member here']?.accountId ?? '')
  if (!caller) throw new Error('no member')
  const request = await app.services.attendance.ask(caller, id, { kind: 'leave', reason: '出差' })
  return { id, request: request.id }
}

interface Try { at: Place; url: string; payload?: InjectOptions['payload']; headers?: Record<string, string>; audience?: boolean; about?: string; action?: Action }
interface Case { route: string; name?: string; make: () => Promise<Try> }

const plan = () => ({ kinds: ['theme-day'], title: '学条例', startAt: hours(24), endAt: hours(26), place: '302' })
const ats: At[] = ['branchA', 'groupA', 'root']
const onActivity = (method: string, path: string, status: 'draft' | 'published', payload?: (id: string, at: At) => object | Promise<object>): Case[] => ats.map((at) => ({
  route: `${method} /api/v1/activities/{id}${path.replace(':member', '{memberId}')}`, name: at,
  make: async () => {
    const id = await activity(at, status)
    return {
      at: place[at], url: `/api/v1/activities/${id}${path.replace(':member', memberOf['member here'] ?? '')}`, audience: status === 'published',
      ...(payload ? { payload: await payload(id, at) } : {}),
    }
  },
}))

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const workbook = async (): Promise<Buffer> => sheetOf([['姓名', '手机号', '所在支部'], ['崔新', '13711112222', '甲支部']])

const CASES: Case[] = [
  ...onActivity('GET', '', 'published'),
  ...onActivity('PUT', '', 'draft', () => ({ expectedVersion: 0, ...plan() })),
  ...onActivity('POST', '/publish', 'draft'),
  ...onActivity('POST', '/finish', 'published'),
  ...onActivity('POST', '/cancel', 'published', () => ({ reason: '会场停电' })),
  ...onActivity('POST', '/expected', 'published', async () => ({ memberId: await someone(), role: 'guest', reason: '列席' })),
  ...onActivity('GET', '/attendance', 'published'),
  ...onActivity('GET', '/missing', 'published'),
  ...onActivity('PUT', '/attendance/:member', 'published', () => ({ state: 'present', expectedVersion: 0 })),
  ...onActivity('GET', '/requests', 'published'),
  ...onActivity('POST', '/screens', 'published', () => ({})),
  ...onActivity('GET', '/screen', 'published'),
  ...ats.map((at): Case => ({
    route: 'POST /api/v1/activities/{id}/requests/decide', name: at,
    make: async () => { const { id, request } = await leaveRequest(at); return { at: place[at], audience: true, url: `/api/v1/activities/${id}/requests/decide`, payload: { ids: [request], decision: 'approve' } } },
  })),
  ...ats.map((at): Case => ({ route: 'POST /api/v1/activities', name: at, make: async () => ({ at: place[at], url: '/api/v1/activities', payload: { ownerOrgId: place[at].orgId, ...plan() } }) })),
  ...ats.map((at): Case => ({ route: 'POST /api/v1/activities/preview', name: at, make: async () => ({ at: place[at], url: '/api/v1/activities/preview', payload: { ownerOrgId: place[at].orgId, kinds: ['theme-day'] } }) })),
  { route: 'POST /api/v1/orgs', make: async () => ({ at: place.branchA, url: '/api/v1/orgs', payload: { type: 'group', name: `甲${(counter += 1)}小组`, parentId: place.branchA.orgId } }) },
  ...(['branchA', 'groupA'] as const).map((at): Case => ({ route: 'GET /api/v1/orgs/{id}/members', name: at, make: async () => ({ at: place[at], url: `/api/v1/orgs/${place[at].orgId}/members` }) })),
  { route: 'GET /api/v1/members/{id}', make: async () => { const id = await someone(); return { at: place.groupA, about: id, url: `/api/v1/members/${id}` } } },
  { route: 'GET /api/v1/members/{id}/points', make: async () => { const id = await someone(); return { at: place.groupA, about: id, url: `/api/v1/members/${id}/points` } } },
  { route: 'POST /api/v1/members/{id}/unbind', make: async () => { const id = await someone(); return { at: place.groupA, about: id, url: `/api/v1/members/${id}/unbind` } } },
  { route: 'POST /api/v1/orgs/{id}/roster/preview', make: async () => ({ at: place.branchA, url: `/api/v1/orgs/${place.branchA.orgId}/roster/preview`, payload: await workbook(), headers: { 'content-type': XLSX } }) },
  {
    route: 'POST /api/v1/orgs/{id}/roster/previews/{previewId}/apply',
    make: async () => {
      const { previewId } = await app.services.roster.preview(place.branchA.orgId, await workbook())
      return { at: place.branchA, url: `/api/v1/orgs/${place.branchA.orgId}/roster/previews/${previewId}/apply` }
    },
  },
  { route: 'GET /api/v1/bindings', make: async () => ({ at: place.branchA, url: `/api/v1/bindings?orgId=${place.branchA.orgId}` }) },
  { route: 'POST /api/v1/bindings/{id}/approve', make: async () => { const { id, memberId } = await binding(); return { at: place.branchA, url: `/api/v1/bindings/${id}/approve`, payload: { memberId } } } },
  { route: 'POST /api/v1/bindings/{id}/reject', make: async () => { const { id } = await binding(); return { at: place.branchA, url: `/api/v1/bindings/${id}/reject`, payload: { reason: '不是本支部的' } } } },
  { route: 'POST /api/v1/invitations', name: 'member', make: async () => ({ at: place.branchA, action: 'invite:member', url: '/api/v1/invitations', payload: { orgId: place.branchA.orgId, role: 'member', memberId: await row('新人', place.branchA) } }) },
  { route: 'POST /api/v1/invitations', name: 'secretary', make: async () => ({ at: place.branchA, action: 'invite:officer', url: '/api/v1/invitations', payload: { orgId: place.branchA.orgId, role: 'secretary', memberId: await row('新人', place.branchA) } }) },
  { route: 'POST /api/v1/invitations', name: 'committee', make: async () => ({ at: place.root, action: 'invite:committee', url: '/api/v1/invitations', payload: { orgId: place.root.orgId, role: 'committee-staff', name: '新干事' } }) },
]

// ---------------------------------------------------------------- the table, read with an arithmetic of its own

function allowed(who: Person | null, action: Action, resource: Try): boolean {
  return (who?.grants ?? []).some(({ role, orgId }) => {
    switch (PERMISSIONS[action][role]) {
      case 'own': return resource.about !== undefined && resource.about === who?.memberId
      case 'audience': return resource.audience === true && who?.memberId != null && listed(who.memberId, resource.at)
      case 'own-group': return resource.at.group && orgId === resource.at.orgId
      case 'own-organization': return orgId === resource.at.orgId
      case 'branch': return orgId === resource.at.branchId
      case 'subtree': return resource.at.scope.includes(orgId)
      case 'all': return true
      default: return false
    }
  })
}

/** The fixture's activities are for everyone of their owner. */
function listed(memberId: string, at: Place): boolean {
  const inGroup = ['member here', 'group-leader here'].map((key) => memberOf[key])
  const inBranch = [...inGroup, ...['branch-committee here', 'secretary here'].map((key) => memberOf[key])]
  if (at.scope.length === 1) return Object.values(memberOf).includes(memberId)
  return (at.group ? inGroup : inBranch).includes(memberId)
}

/** Commands that change the store. A refused request must not even send one. */
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'create', 'drop', 'createIndexes', 'commitTransaction'])
let written: string[] = []

interface Documented { paths: Record<string, Record<string, { 'x-access'?: { open?: string; signedIn?: true; action?: Action; resource?: string; decidedBy?: Action[] } }>> }
const documentOf = (): Documented => app.http.swagger() as unknown as Documented

const ROLES_TRIED = [
  'anonymous', 'nobody', 'member here', 'member elsewhere', 'group-leader here', 'group-leader elsewhere', 'branch-committee here', 'branch-committee elsewhere',
  'secretary here', 'secretary elsewhere', 'committee-staff here', 'committee-staff elsewhere', 'operator here',
]

describe.each(CASES.map((item) => [item.route, item.name ?? '', item] as const))('%s %s', (route, _name, item) => {
  it.each(ROLES_TRIED)('%s', async (key) => {
    const [method, path] = route.split(' ') as [string, string]
    const access = documentOf().paths[path]?.[method.toLowerCase()]?.['x-access']
    const resource = await item.make()
    const action = resource.action ?? access?.action
    if (!action) throw new Error(`${route} declares no action`)
    const who = key === 'anonymous' ? null : people[key] ?? null
    const expected = allowed(who, action, resource)
    written = []
    const reply = await app.http.inject({
      method: method as 'GET', url: resource.url, ...(resource.payload === undefined ? {} : { payload: resource.payload }),
      headers: { ...(who ? { authorization: `Bearer ${who.token}` } : {}), ...resource.headers },
    })
    if (expected) {
      expect(reply.statusCode < 300 ? 'done' : reply.body).toBe('done')
    } else {
      expect(who ? [403, 404] : [401]).toContain(reply.statusCode)
      expect(reply.json()).toMatchObject({ status: reply.statusCode, title: expect.stringMatching(/[一-龥]/) })
      expect(written).toEqual([])
    }
  })
})

describe('the routes of the document', () => {
  /** Guarded by being oneself: everybody bound may, about nobody else. */
  const SELF = ['GET /api/v1/me/points', 'GET /api/v1/me/attendance', 'GET /api/v1/me/data', 'GET /api/v1/me/access-log', 'GET /api/v1/me/export']
  /** The member's own part in a meeting of which it is on the list. */
  const OWN_PART = ['POST /api/v1/activities/{id}/requests', 'POST /api/v1/activities/{id}/reply']

  it('are all tried here, or open, or for every account', () => {
    const tried = new Set([...CASES.map((item) => item.route), ...SELF, ...OWN_PART])
    const untried = Object.entries(documentOf().paths).flatMap(([path, methods]) => Object.entries(methods)
      .filter(([, operation]) => !operation['x-access']?.open && !operation['x-access']?.signedIn)
      .map(([method]) => `${method.toUpperCase()} ${path}`)).filter((route) => !tried.has(route))
    expect(untried).toEqual([])
  })

  it.each(SELF)('%s is for whoever is bound', async (route) => {
    const url = route.split(' ')[1] ?? ''
    const as = (key: string) => app.http.inject({ url, headers: { authorization: `Bearer ${people[key]?.token ?? ''}` } })
    expect((await as('member here')).statusCode).toBe(200)
    expect((await as('nobody')).statusCode).toBe(403)
    expect((await app.http.inject({ url })).statusCode).toBe(401)
  })

  it.each(OWN_PART)('%s is for whoever is on the list', async (route) => {
    const id = await activity('groupA', 'published')
    const url = (route.split(' ')[1] ?? '').replace('{id}', id)
    const payload = url.endsWith('reply') ? { reply: 'attend' } : { kind: 'leave', reason: '出差' }
    const as = (key: string) => app.http.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${people[key]?.token ?? ''}` } })
    expect((await as('member here')).statusCode).toBeLessThan(300)
    // Those who run the meeting may ask, so a look that matches nobody is sent; nothing may come of it.
    const stored = async (): Promise<string> => JSON.stringify([await connection.collection('attendance').find().sort({ _id: 1 }).toArray(), await connection.collection('attendanceRequests').find().sort({ _id: 1 }).toArray()])
    const before = await stored()
    expect((await as('member elsewhere')).statusCode).toBe(404)
    // May read the meeting, but is not one of those it is for.
    expect((await as('secretary here')).statusCode).toBe(403)
    expect((await as('committee-staff here')).statusCode).toBe(403)
    expect(await stored()).toBe(before)
  })
})
