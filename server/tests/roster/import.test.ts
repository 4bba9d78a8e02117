import type { Connection } from 'mongoose'
import { keysOf } from '../../src/kernel/keys'
import { ManualClock } from '../../src/kernel/clock'
import { inTransaction } from '../../src/kernel/transaction'
import { ensureIndexes as auditIndexes } from '../../src/modules/audit/model'
import { createAuditService } from '../../src/modules/audit/service'
import { createMembersService, ensureIndexes as memberIndexes } from '../../src/modules/members/service'
import { createOrgsService, ensureIndexes as orgIndexes } from '../../src/modules/orgs/service'
import { createRosterService, ensureIndexes as rosterIndexes } from '../../src/modules/roster/service'
import { useDatabase } from '../support/database'
import { testConfig } from '../support/house'
import { bigWorkbook } from './big'
import { fixture } from './sheets'

const database = useDatabase()

/** An office of its own: a committee with the two branches of the fixtures. */
async function office(connection: Connection) {
  for (const ensure of [auditIndexes, orgIndexes, memberIndexes, rosterIndexes]) await ensure(connection)
  const clock = new ManualClock('2026-11-22T02:00:00Z')
  const config = testConfig()
  const silent = (): void => undefined
  const context = { connection, clock, config, keys: keysOf(config), publicUrl: () => '', log: { info: silent, warn: silent, error: silent } }
  const audit = createAuditService(context)
  const orgs = createOrgsService(context, { audit, orgsFor: () => [] })
  const members = createMembersService(context, { orgs, audit, auth: { unbindMember: async () => undefined, boundMembers: async () => new Set() } })
  const roster = createRosterService(context, { orgs, members, audit })
  const root = (await orgs.create({ type: 'committee', name: `机关党委${clock.now().getTime()}${offices += 1}`, parentId: null }))._id.toHexString()
  const branch = async (name: string) => (await orgs.create({ type: 'branch', name, parentId: root }))._id.toHexString()
  return { clock, orgs, members, roster, root, branch }
}
let offices = 0

async function fixtureOffice() {
  const house = await office(database.connection)
  const first = await house.branch('综合处党支部')
  await house.branch('运输处党支部')
  await house.orgs.create({ type: 'group', name: '第一党小组', parentId: first })
  await house.orgs.create({ type: 'group', name: '第二党小组', parentId: first })
  return { ...house, first }
}

describe('importing a roster', () => {
  it('writes what the preview showed, seals phone numbers, and answers a second apply with the first result', async () => {
    const { members, roster, root, orgs } = await fixtureOffice()
    const preview = await roster.preview(root, fixture('messy.xlsx'))
    expect(preview).toMatchObject({ canApply: true, totals: { add: 6 }, newGroups: ['综合处党支部 · 第三党小组'] })
    const applied = await roster.apply(null, root, preview.previewId)
    expect(applied).toEqual({ added: 6, changed: 0, same: 0, groupsCreated: 1 })
    expect(await roster.apply(null, root, preview.previewId)).toEqual(applied)

    const rows = await members.ofOrgs([root])
    expect(rows.map((row) => row.name)).toEqual(['陆见微', '云知远', '白行简', '阿依·古丽', '何处', '江晚舟'])
    const person = rows.find((row) => row.name === '陆见微')!
    expect(person).toMatchObject({ gender: 'female', birthMonth: '1991-11', joinedOn: '2026-03-15', status: 'probationary', version: 1, active: true })
    expect(members.phone(person)).toBe('13900000002')
    expect(JSON.stringify(person)).not.toContain('13900000002')
    expect((await members.matching('陆 见微', '0002')).map((row) => row._id)).toEqual([person._id])
    expect((await orgs.subtree(root)).map((org) => org.name)).toContain('第三党小组')
    const stored = await database.connection.db!.collection('rosterPreviews').findOne({}, { sort: { createdAt: -1 } })
    expect(stored).toMatchObject({ planSealed: null })

    const again = await roster.preview(root, fixture('messy.xlsx'))
    expect(again.totals).toMatchObject({ add: 0, change: 0, same: 6 })
    expect(again.newGroups).toEqual([])
  })

  it('writes nothing when the roster has changed since, when it is too old, when it had errors, or at another organization', async () => {
    const { clock, members, roster, root, first } = await fixtureOffice()
    const wrong = await roster.preview(root, fixture('errors.xlsx'))
    await expect(roster.apply(null, root, wrong.previewId)).rejects.toMatchObject({ code: 'workbook-invalid' })
    const stale = await roster.preview(root, fixture('plain.xlsx'))
    const old = await roster.preview(root, fixture('plain.xlsx'))
    await expect(roster.apply(null, first, stale.previewId)).rejects.toMatchObject({ code: 'not-found' })
    await inTransaction(database.connection, (session) => members.write([{ id: null, fields: { name: '新来', status: 'full', branchId: first } }], session))
    await expect(roster.apply(null, root, stale.previewId)).rejects.toMatchObject({ code: 'workbook-changed' })
    clock.advance(3_600_000)
    await expect(roster.apply(null, root, old.previewId)).rejects.toMatchObject({ code: 'workbook-changed' })
    expect((await members.ofOrgs([root])).map((row) => row.name)).toEqual(['新来'])
  })

  it('lets two people import at once: one is written, the other is asked to look again', async () => {
    const { members, roster, root } = await fixtureOffice()
    const previews = [await roster.preview(root, fixture('plain.xlsx')), await roster.preview(root, fixture('messy.xlsx'))]
    const outcomes = await Promise.allSettled(previews.map((preview) => roster.apply(null, root, preview.previewId)))
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'workbook-changed' } })
    expect([3, 6]).toContain((await members.ofOrgs([root])).length)
  })

  it('changes people who are there, by version, and keeps what the workbook leaves out', async () => {
    const { members, roster, root, first } = await fixtureOffice()
    const [row] = await inTransaction(database.connection, (session) => members.write([{ id: null, fields: { name: '云知远', phone: '13900000001', status: 'full', branchId: first, floating: true, note: '留着' } }], session))
    const preview = await roster.preview(root, fixture('plain.xlsx'))
    expect(await roster.apply(null, root, preview.previewId)).toEqual({ added: 2, changed: 1, same: 0, groupsCreated: 0 })
    expect(await members.get(row!.id)).toMatchObject({ floating: true, note: '留着', duties: '支部书记', joinedOn: '2005-07-01', version: 2 })
  })

  it('takes 5,000 rows', async () => {
    const house = await office(database.connection)
    for (let number = 1; number <= 100; number += 1) await house.branch(`第${number}党支部`)
    const file = await bigWorkbook(5_000, 100)
    const started = performance.now()
    const preview = await house.roster.preview(house.root, file)
    const read = performance.now()
    expect(preview).toMatchObject({ canApply: true, totals: { rows: 5_000, add: 5_000, errors: 0 } })
    const reported: number[] = []
    expect(await house.roster.apply(null, house.root, preview.previewId, (done) => { reported.push(done) })).toMatchObject({ added: 5_000, groupsCreated: 200 })
    const written = performance.now()
    expect(reported.at(-1)).toBe(5_000)
    process.stderr.write(`5,000 rows: preview ${Math.round(read - started)} ms, apply ${Math.round(written - read)} ms\n`)
    const moved = await house.roster.preview(house.root, await bigWorkbook(5_000, 100, '调整'))
    expect(moved.totals).toMatchObject({ change: 5_000 })
    const before = performance.now()
    expect(await house.roster.apply(null, house.root, moved.previewId)).toMatchObject({ changed: 5_000 })
    process.stderr.write(`5,000 rows changed: ${Math.round(performance.now() - before)} ms\n`)
  }, 120_000)
})
