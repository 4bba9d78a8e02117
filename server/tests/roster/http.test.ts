import type { LightMyRequestResponse } from 'fastify'
import type { RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { buildApp, type App } from '../../src/app'
import { ManualClock } from '../../src/kernel/clock'
import { inTransaction } from '../../src/kernel/transaction'
import { useDatabase } from '../support/database'
import { testConfig } from '../support/house'
import { fixture } from './sheets'

const database = useDatabase()
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Who = 'member' | 'secretary' | 'committee'
let app: App
let root: string
let first: string
let second: string
let group: string
const rows: Record<string, string> = {}
const tokens: Partial<Record<Who, string>> = {}

beforeAll(async () => {
  app = await buildApp(testConfig(), { connection: database.connection, clock: new ManualClock('2026-11-22T02:00:00Z') })
  const { orgs, members, auth } = app.services
  const make = async (type: 'committee' | 'branch' | 'group', name: string, parentId: string | null) => (await orgs.create({ type, name, parentId }))._id.toHexString()
  root = await make('committee', '某局机关党委', null)
  first = await make('branch', '综合处党支部', root)
  second = await make('branch', '运输处党支部', root)
  group = await make('group', '第一党小组', first)
  for (const [key, branchId, groupId] of [['member', first, group], ['secretary', first, null], ['outsider', second, null]] as const) {
    const [row] = await inTransaction(database.connection, (session) => members.write([{ id: null, fields: { name: `某${key}`, phone: '13000000001', status: 'full', branchId, groupId, joinedOn: '2010-07-01' } }], session))
    rows[key] = row!.id
  }
  for (const who of ['member', 'secretary'] as const) tokens[who] = auth.issueAccess(await auth.ensureDemoAccount(who, { memberId: rows[who]! }))
  const committee = await auth.ensureDemoAccount('committee', { name: '某同志' })
  await auth.grant({ memberId: rows['secretary']!, role: 'secretary', orgId: first, grantedBy: null })
  await auth.grant({ accountId: committee, role: 'committee-staff', orgId: root, grantedBy: null })
  tokens.committee = auth.issueAccess(committee)
})
afterAll(() => app.close())

const ask = (who: Who, method: 'GET' | 'POST', url: string, payload?: object | Buffer, type?: string): Promise<LightMyRequestResponse> =>
  app.http.inject({ method, url: `/api/v1${url}`, headers: { authorization: `Bearer ${tokens[who] ?? ''}`, ...(type ? { 'content-type': type } : {}) }, ...(payload === undefined ? {} : { payload }) })

describe('organizations over HTTP', () => {
  it('shows members their branch with its groups and the path above, the committee its tree', async () => {
    const names = async (who: Who) => (await ask(who, 'GET', '/orgs')).json<{ items: { name: string }[] }>().items.map((org) => org.name)
    expect(await names('member')).toEqual(['某局机关党委', '综合处党支部', '第一党小组'])
    expect(await names('committee')).toEqual(['某局机关党委', '综合处党支部', '第一党小组', '运输处党支部'])
  })

  it('lets the committee add a branch once, below the right parent, and nobody else', async () => {
    const body = { type: 'branch', name: '法规处党支部', parentId: root }
    expect((await ask('secretary', 'POST', '/orgs', body)).statusCode).toBe(404)
    expect((await ask('committee', 'POST', '/orgs', body)).json()).toMatchObject({ type: 'branch', name: '法规处党支部', parentId: root, active: true })
    const again = await ask('committee', 'POST', '/orgs', body)
    expect([again.statusCode, again.json<{ title: string }>().title]).toEqual([409, '这个名称已经有了，换一个名称'])
    for (const wrong of [{ ...body, type: 'group', name: '一组' }, { ...body, name: '　 ' }, { ...body, extra: 1 }]) expect((await ask('committee', 'POST', '/orgs', wrong)).statusCode).toBe(400)
    expect((await ask('committee', 'POST', '/orgs', { ...body, parentId: 'f'.repeat(24) })).statusCode).toBe(404)
  })
})

describe('members over HTTP', () => {
  it('shows names to the branch and details to those who run it, and leaves a trace', async () => {
    const names = await ask('member', 'GET', `/orgs/${first}/members`)
    expect(names.json()).toEqual({ items: [
      { id: rows['member'], name: '某member', groupId: group, groupName: '第一党小组', status: 'full' }, { id: rows['secretary'], name: '某secretary', groupId: null, groupName: null, status: 'full' },
    ] })
    expect((await ask('member', 'GET', `/orgs/${second}/members`)).statusCode).toBe(404)
    expect((await ask('member', 'GET', `/members/${rows['member']!}`)).statusCode).toBe(403)
    expect((await ask('secretary', 'GET', `/members/${rows['outsider']!}`)).statusCode).toBe(404)
    expect((await ask('secretary', 'GET', `/members/${rows['member']!}`)).json()).toMatchObject({ phoneMasked: '130****0001', joinedOn: '2010-07-01', branchName: '综合处党支部', votes: true, bound: true, version: 1 })
    const seen = await app.services.audit.viewsOf(rows['member']!, [first], 10)
    expect(seen.map((entry) => entry.what).sort()).toEqual(['名册详情'])
  })

  it('lets the secretary free a row from a lost phone', async () => {
    expect((await ask('committee', 'POST', `/members/${rows['member']!}/unbind`)).statusCode).toBe(403)
    expect((await ask('secretary', 'POST', `/members/${rows['member']!}/unbind`)).json()).toEqual({ ok: true })
    expect(await app.services.auth.boundMembers([rows['member']!])).toEqual(new Set())
  })
})

describe('the roster over HTTP', () => {
  it('previews and applies a workbook for the committee', async () => {
    const preview = (await ask('committee', 'POST', `/orgs/${root}/roster/preview`, fixture('plain.xlsx'), XLSX)).json<RosterPreview>()
    expect(preview).toMatchObject({ canApply: true, totals: { add: 3, errors: 0 } })
    const url = `/orgs/${root}/roster/previews/${preview.previewId}/apply`
    const applied = await ask('committee', 'POST', url)
    expect(applied.json()).toEqual({ added: 3, changed: 0, same: 0, groupsCreated: 1 })
    expect((await ask('committee', 'POST', url)).json()).toEqual(applied.json())
    expect((await ask('secretary', 'POST', url)).statusCode).toBe(404)
  })

  it.each([
    ['another type', Buffer.from('{}'), 'application/json', 415, 'unsupported-media'],
    ['plain text', Buffer.from('x'), 'text/plain', 415, 'unsupported-media'],
    ['no workbook', Buffer.from('not a zip'), XLSX, 422, 'workbook-invalid'],
    ['nothing', Buffer.alloc(0), XLSX, 422, 'workbook-invalid'],
    ['20 MB', Buffer.alloc(20 * 1024 * 1024), XLSX, 413, 'too-large'],
  ])('refuses %s', async (_, payload, type, status, code) => {
    const reply = await ask('committee', 'POST', `/orgs/${root}/roster/preview`, payload, type)
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([status, code])
  })

  it('is not for secretaries, who propose', async () => {
    expect((await ask('secretary', 'POST', `/orgs/${first}/roster/preview`, fixture('plain.xlsx'), XLSX)).statusCode).toBe(403)
  })
})
