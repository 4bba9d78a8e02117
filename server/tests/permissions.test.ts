import { ManualClock } from '../src/kernel/clock'
import type { Action } from '../src/kernel/access'
import { PERMISSIONS } from '../src/modules/auth/permissions'
import { useDatabase } from './support/database'
import { guardedCases, type Try } from './support/requests'
import { ownStudyCases } from './support/study'
import { openWorld, operationsOf, type Person, type Place, type World } from './support/world'

/**
 * The role × action test (permissions.md): every guarded route of the OpenAPI document, every role, at the resource's own place and
 * at another one, on resources that exist. What the table allows answers 2xx; what it does not answers 401, 403 or 404
 * and sends the store not one writing command.
 */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let world: World

beforeAll(async () => {
  world = await openWorld(database.uri, clock)
})
afterAll(() => world.close())

const hours = (count: number): string => new Date(clock.now().getTime() + count * 3_600_000).toISOString()
const CASES = guardedCases(() => world, hours)
const STUDY = ownStudyCases(() => world, hours)

// ---------------------------------------------------------------- the table, read with an arithmetic of its own

function allowed(who: Person | null, action: Action, resource: Try): boolean {
  return (who?.grants ?? []).some(({ role, orgId }) => {
    switch (PERMISSIONS[action][role]) {
      case 'own': return resource.about !== undefined && resource.about === who?.memberId
      case 'audience': return resource.audience === true && who?.memberId && listed(who.memberId, resource.at)
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
  const inGroup = ['member here', 'group-leader here'].map((key) => world.memberOf[key])
  const inBranch = [...inGroup, ...['branch-committee here', 'secretary here'].map((key) => world.memberOf[key])]
  if (at.scope.length === 1) return Object.values(world.memberOf).includes(memberId)
  return (at.group ? inGroup : inBranch).includes(memberId)
}

/** Commands that change the store. A refused request must not even send one. */
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'create', 'drop', 'createIndexes', 'commitTransaction'])
const writes = (): string[] => world.commands.filter((name) => WRITES.has(name))

const ROLES_TRIED = [
  'anonymous', 'nobody', 'member here', 'member elsewhere', 'group-leader here', 'group-leader elsewhere', 'branch-committee here', 'branch-committee elsewhere',
  'secretary here', 'secretary elsewhere', 'committee-staff here', 'committee-staff elsewhere', 'operator here',
]

describe.each(CASES.map((item) => [item.route, item.name ?? '', item] as const))('%s %s', (route, _name, item) => {
  it.each(ROLES_TRIED)('%s', async (key) => {
    const [method] = route.split(' ') as [string, string]
    const access = operationsOf(world.app).get(route)?.['x-access']
    const resource = await item.make()
    const action = resource.action ?? access?.action
    if (!action) throw new Error(`${route} declares no action`)
    const who = key === 'anonymous' ? null : world.people[key] ?? null
    const expected = allowed(who, action, resource)
    // Branches an earlier request has marked for rating are written a moment later: not by this one.
    await world.app.services.ratings.stop()
    world.commands.length = 0
    const reply = await world.app.http.inject({
      method: method as 'GET', url: resource.url, ...(resource.payload === undefined ? {} : { payload: resource.payload }),
      headers: { ...(who ? { authorization: `Bearer ${who.token}` } : {}), ...resource.headers },
    })
    if (expected) {
      expect(reply.statusCode < 300 ? 'done' : reply.body).toBe('done')
    } else {
      expect(who ? [403, 404] : [401]).toContain(reply.statusCode)
      expect(reply.json()).toMatchObject({ status: reply.statusCode, title: expect.stringMatching(/[一-龥]/) })
      expect(writes()).toEqual([])
    }
  })
})

describe('the routes of the document', () => {
  /** Guarded by being oneself: everybody bound may, about nobody else. */
  const SELF = ['GET /api/v1/me/points', 'GET /api/v1/me/attendance', 'GET /api/v1/me/data', 'GET /api/v1/me/access-log', 'GET /api/v1/me/export', 'GET /api/v1/me/inbox', 'GET /api/v1/me/reminders/credits']
  /** The same with a body. */
  const SELF_WRITES = ['POST /api/v1/me/inbox/read', 'POST /api/v1/me/reminders/credits']
  /** The member's own part in a meeting of which it is on the list. */
  const OWN_PART = ['POST /api/v1/activities/{id}/requests', 'POST /api/v1/activities/{id}/reply']

  it('are all tried here, or open, or for every account', () => {
    const tried = new Set([...CASES.map((item) => item.route), ...SELF, ...SELF_WRITES, ...OWN_PART, ...STUDY.map((item) => item.route)])
    const guarded = [...operationsOf(world.app)].filter(([, operation]) => !operation['x-access']?.open && !operation['x-access']?.signedIn)
    expect(guarded.map(([route]) => route).filter((route) => !tried.has(route))).toEqual([])
  })

  it.each(SELF)('%s is for whoever is bound', async (route) => {
    const url = route.split(' ')[1] ?? ''
    const as = (key: string) => world.app.http.inject({ url, headers: { authorization: `Bearer ${world.people[key]?.token ?? ''}` } })
    expect((await as('member here')).statusCode).toBe(200)
    expect((await as('nobody')).statusCode).toBe(403)
    expect((await world.app.http.inject({ url })).statusCode).toBe(401)
  })

  it.each(SELF_WRITES)('%s is for whoever is bound', async (route) => {
    const url = route.split(' ')[1] ?? ''
    const payload = url.endsWith('read') ? {} : { results: [{ templateId: 'tmpl-meeting', result: 'accept' }], requestKey: 'request-key' }
    const as = (key: string) => world.app.http.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${world.people[key]?.token ?? ''}` } })
    expect((await as('member here')).statusCode).toBe(200)
    expect((await as('nobody')).statusCode).toBe(403)
    expect((await world.app.http.inject({ method: 'POST', url, payload })).statusCode).toBe(401)
  })

  it.each(OWN_PART)('%s is for whoever is on the list', async (route) => {
    const id = await world.activity(world.place.groupA, 'published')
    const url = (route.split(' ')[1] ?? '').replace('{id}', id)
    const payload = url.endsWith('reply') ? { reply: 'attend' } : { kind: 'leave', reason: '出差' }
    const as = (key: string) => world.app.http.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${world.people[key]?.token ?? ''}` } })
    expect((await as('member here')).statusCode).toBeLessThan(300)
    // Those who run the meeting may ask, so a look that matches nobody is sent; nothing may come of it.
    const stored = async (): Promise<string> => JSON.stringify([await world.connection.collection('attendance').find().sort({ _id: 1 }).toArray(), await world.connection.collection('attendanceRequests').find().sort({ _id: 1 }).toArray()])
    const before = await stored()
    expect((await as('member elsewhere')).statusCode).toBe(404)
    // May read the meeting, but is not one of those it is for.
    expect((await as('secretary here')).statusCode).toBe(403)
    expect((await as('committee-staff here')).statusCode).toBe(403)
    expect(await stored()).toBe(before)
  })

  it.each(STUDY.map((item) => [item.route, item] as const))('%s is for the member it belongs to', async (route, { foreign, make }) => {
    const who = await world.person('学员', { memberAt: world.place.groupA })
    const { url, payload } = await make(who)
    const [method] = route.split(' ')
    const as = (token: string | undefined) => world.app.http.inject({ method: method as 'GET', url, ...(payload ? { payload } : {}), ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) })
    expect((await as(undefined)).statusCode).toBe(401)
    // Keeping an answer sends an update that matches only the owner's: what counts is that nothing comes of it.
    const stored = async (): Promise<string> => JSON.stringify(await Promise.all(['attempts', 'studyTasks', 'wrongAnswers'].map((name) => world.connection.collection(name).find().sort({ _id: 1 }).toArray())))
    const before = await stored()
    expect((await as(world.people['nobody']?.token)).statusCode).toBe(403)
    for (const key of ['member elsewhere', 'secretary elsewhere']) if (foreign) expect((await as(world.people[key]?.token)).statusCode).toBe(404)
    expect(await stored()).toBe(before)
    expect((await as(who.token)).statusCode).toBe(200)
  })
})
