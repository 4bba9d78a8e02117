import { createHash } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { guardedCases, type Case } from './requests'
import { ownStudyCases } from './study'
import type { Person, World } from './world'

/** A request that goes through. */
export interface Knock { url: string; payload?: InjectOptions['payload']; headers?: Record<string, string>; /** Instead of the door's own person. */ token?: string }
/** One route (one form of its body) and how to make a valid request of it, on resources made afresh. */
export interface Door { route: string; name: string; as: 'secretary' | 'staff'; make: () => Promise<Knock> }

/** What only the committee may do. */
const STAFF = ['POST /api/v1/orgs ', 'POST /api/v1/orgs/{id}/roster/preview ', 'POST /api/v1/orgs/{id}/roster/previews/{previewId}/apply ', 'POST /api/v1/invitations secretary', 'GET /api/v1/orgs/{id}/ratings branchA']
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const DEVICE = 'device-of-the-doors'

export interface DoorsDeps {
  world: () => World
  hours: (count: number) => string
  /** A code of wx.login. */
  wechatCode: () => Promise<string>
}

/** Every door of the service, open and guarded. */
export function doorsOf({ world, hours, wechatCode }: DoorsDeps): Door[] {
  const API = '/api/v1'
  const services = () => world().app.services
  const branch = () => world().place.branchA
  const meeting = (status: 'draft' | 'published' = 'published'): Promise<string> => world().activity(branch(), status)
  const door = (route: string, make: (path: string) => Promise<Knock>, name = ''): Door => {
    const [method = '', path = ''] = route.split(' ')
    return { route: `${method} ${API}${path}`, name, as: 'secretary', make: () => make(API + path) }
  }
  const simply = (route: string): Door => door(route, async (url) => ({ url }))
  const cookie = async (): Promise<Knock['headers']> => ({ cookie: `pioneer_refresh=${(await services().auth.sessions.web()).refresh ?? ''}` })
  const newcomer = async (): Promise<string> => (await services().auth.sessions.web()).session.accessToken
  const member = async (): Promise<string> => (await world().person('过客', { memberAt: branch() })).token
  const shown = async () => {
    const id = await meeting()
    const codes = services().checkIns.shown(await services().activities.get(id), new Date(hours(0)))
    if (!codes) throw new Error('the meeting shows no code')
    return { id, ...codes }
  }
  const claim = async (): Promise<{ claim: string; verifier: string; deviceId: string }> => {
    const frozen = await services().checkIns.freeze({ ticket: (await shown()).ticket, challenge: CHALLENGE })
    return { claim: frozen.claim, verifier: VERIFIER, deviceId: DEVICE }
  }
  const pairing = async (): Promise<{ pairing: string; secret: string }> => {
    const { pairing: letters, secret } = await services().screens.offer()
    return { pairing: letters, secret }
  }
  /** A plan with everything that may stand in one. */
  const plan = async () => ({
    kinds: ['theme-day', 'party-lecture'], title: '学条例', startAt: hours(24), endAt: hours(26), place: '302 会议室', note: '带笔记本',
    agenda: [{ title: '学文件', note: '第一章' }, { title: '讨论' }], audience: { orgIds: [branch().orgId], memberIds: [await world().row('某同志', branch())] }, guestIds: [await world().row('来宾', world().place.branchB)],
  })
  const bare = async (status: 'draft' | 'published', path: string, payload: object): Promise<Knock> => ({ url: path.replace('{id}', await meeting(status)), payload })

  /** One member for all doors of study. */
  let student: Promise<Person> | null = null

  const guarded = new Map(guardedCases(world, hours).map((item): [string, Case] => [`${item.route} ${item.name === 'member' || item.name === 'secretary' ? item.name : ''}`, item]).reverse())
  return [
    ...[...guarded.values()].filter((item) => item.name !== 'committee' && item.name !== 'root').map(({ route, name, make }): Door => ({
      route, name: name ?? '', as: STAFF.includes(`${route} ${name ?? ''}`) ? 'staff' : 'secretary',
      make: async () => { const { url, payload, headers } = await make(); return { url, ...(payload === undefined ? {} : { payload }), ...(headers ? { headers } : {}) } },
    })),
    ...ownStudyCases(world, hours).map(({ route, make }): Door => ({
      route, name: '', as: 'secretary',
      make: async () => {
        student ??= world().person('学员', { memberAt: world().place.groupA })
        return { token: (await student).token, ...(await make(await student)) }
      },
    })),
    door('POST /activities', async (url) => ({ url, payload: { ownerOrgId: branch().orgId, ...(await plan()), requestKey: `key-${hours(0)}` } }), 'with everything'),
    door('PUT /activities/{id}', async (path) => bare('draft', path, { expectedVersion: 0, ...(await plan()) }), 'with everything'),
    door('PUT /activities/{id}', async (path) => {
      const id = await meeting('published')
      const { version, title, kinds, startAt, endAt } = await services().activities.detail(id, await world().callerOf(world().people['committee-staff here']?.accountId ?? ''), new Date(hours(0)))
      return { url: path.replace('{id}', id), payload: { expectedVersion: version, title, kinds, startAt, endAt, place: '201' } }
    }, 'published'),
    door('POST /activities/preview', async (url) => { const { kinds, audience } = await plan(); return { url, payload: { ownerOrgId: branch().orgId, kinds, audience } } }, 'with everything'),
    door('POST /activities/{id}/requests', (path) => bare('published', path, { kind: 'leave', reason: '出差' })),
    door('POST /activities/{id}/reply', (path) => bare('published', path, { reply: 'attend' })),
    door('POST /activities/{id}/screens', async (path) => bare('published', path, { pairing: (await pairing()).pairing }), 'waiting display'),
    door('POST /screens/collect', async (url) => {
      const offer = await pairing()
      await services().screens.pair(await world().callerOf(world().people['secretary here']?.accountId ?? ''), await meeting(), { pairing: offer.pairing })
      return { url, payload: offer }
    }),
    door('POST /check-ins/freeze', async (url) => ({ url, payload: { ticket: (await shown()).ticket, challenge: CHALLENGE } }), 'ticket'),
    door('POST /check-ins/freeze', async (url) => ({ url, payload: { url: (await shown()).url, challenge: CHALLENGE } }), 'url'),
    door('POST /check-ins/freeze', async (url) => { const { id, code } = await shown(); return { url, payload: { activityId: id, code, challenge: CHALLENGE } } }, 'code'),
    door('POST /check-ins/redeem', async (url) => ({ url, payload: { ticket: (await shown()).ticket, deviceId: DEVICE, capturedAt: hours(0) } }), 'ticket'),
    door('POST /check-ins/redeem', async (url) => ({ url, payload: { url: (await shown()).url, deviceId: DEVICE } }), 'url'),
    door('POST /check-ins/redeem', async (url) => { const { id, code } = await shown(); return { url, payload: { activityId: id, code, deviceId: DEVICE, capturedAt: hours(0) } } }, 'code'),
    door('POST /check-ins/redeem', async (url) => ({ url, payload: await claim() }), 'claim'),
    door('POST /auth/demo', async (url) => ({ url, payload: { account: 'member' } })),
    door('POST /auth/wechat', async (url) => ({ url, payload: { code: await wechatCode() } })),
    simply('POST /auth/web'),
    door('POST /auth/refresh', async (url) => ({ url, headers: await cookie() })),
    door('POST /auth/logout', async (url) => ({ url, headers: await cookie() })),
    door('POST /auth/bind', async (url) => {
      const { code } = await services().auth.inviteFromConsole({ orgId: branch().orgId, role: 'member', memberId: await world().row('新来的', branch()) })
      return { url, token: await newcomer(), payload: { invitation: code, consent: true, ...(await claim()) } }
    }, 'invitation'),
    door('POST /auth/bind', async (url) => ({ url, token: await newcomer(), payload: { name: '某人', phoneLast4: '0001', consent: true, ...(await claim()) } }), 'request'),
    door('POST /auth/unbind', async (url) => ({ url, token: await member() })),
    door('POST /auth/consent/withdraw', async (url) => ({ url, token: await member() })),
    ...['GET /me/inbox', 'GET /me/reminders/credits'].map(simply),
    door('POST /me/inbox/read', async (url) => ({ url, payload: {} }), 'all'),
    door('POST /me/inbox/read', async (url) => ({ url, payload: { ids: ['f'.repeat(24)] } }), 'some'),
    door('POST /me/reminders/credits', async (url) => ({ url, payload: { results: [{ templateId: 'tmpl-meeting', result: 'accept' }], requestKey: `key-${hours(0)}` } })),
    ...['GET /me', 'GET /home', 'GET /info', 'GET /orgs', 'GET /me/data', 'GET /me/access-log', 'GET /me/export', 'POST /screens'].map(simply),
    ...['GET /activities?scope=past&limit=5', 'GET /me/points?year=2026', 'GET /me/attendance?year=2026&limit=5'].map((route): Door => {
      const [method = '', url = ''] = route.split(' ')
      return { route: `${method} ${API}${url.split('?')[0] ?? ''}`, name: '', as: 'secretary', make: async () => ({ url: API + url }) }
    }),
  ]
}
