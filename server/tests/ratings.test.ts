import type { BranchRating, FactEntered, FactValue, IndicatorDetail, RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import type { DutyBoard } from '@pioneer/shared-types/duties/schemas'
import type { ActivityKind } from '@pioneer/shared-types/constants'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ManualClock } from '../src/kernel/clock'
import { createVersionStore } from '../src/kernel/version-store'
import { reconcileRatings } from '../src/modules/ratings/reconcile'
import { SCHEMES } from '../src/modules/ratings/scheme-store'
import { createRatingStore } from '../src/modules/ratings/store'
import { useDatabase } from './support/database'
import { countAgain } from './support/second-count'
import { openWorld, type Place, type World } from './support/world'

/** Duties and stars over HTTP: a year of a branch with groups, one of a branch without anything, and a vetoed one. */
const database = useDatabase()
const clock = new ManualClock('2026-01-05T01:00:00Z')
let world: World
let bare: Place
let keys = 0

const call = async <T>(key: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<{ status: number; body: T }> => {
  const reply = await world.app.http.inject({ method, url: `/api/v1${url}`, headers: { authorization: `Bearer ${world.app.services.auth.issueAccess(world.people[key]?.accountId ?? '')}` }, ...(payload ? { payload } : {}) })
  return { status: reply.statusCode, body: reply.json() }
}
const ratingOf = async (orgId: string, key = 'committee-staff here'): Promise<BranchRating> => (await call<BranchRating>(key, 'GET', `/orgs/${orgId}/rating`)).body
const enter = (orgId: string, indicator: string, value: FactValue, over: object = {}, key = 'committee-staff here') =>
  call<FactEntered>(key, 'POST', `/orgs/${orgId}/facts`, { indicator, value, occurredOn: '2026-11-19', note: '见支部工作记录', evidence: '台账第 12 页', requestKey: `ratings-${(keys += 1)}`, ...over })
const indicatorOf = (rating: BranchRating, code: string) => rating.dimensions.flatMap((dimension) => dimension.indicators).find((one) => one.code === code)
const stored = (orgId: string) => world.connection.collection('ratings').find({}).sort({ n: 1 }).toArray().then((rows) => rows.filter((row) => String(row['orgId']) === orgId))

/** A meeting that was held: planned two days before, everyone tapped in but the named ones, finished. */
async function held(at: Place, kinds: ActivityKind[], start: string, options: { absent?: string[]; lead?: number } = {}): Promise<string> {
  const { activities, attendance } = world.app.services
  const startAt = new Date(start)
  clock.set(new Date(startAt.getTime() - (options.lead ?? 48) * 3_600_000))
  const caller = await world.callerOf(world.people['committee-staff here']?.accountId ?? '')
  const { id } = await activities.create({ ownerOrgId: at.orgId, kinds, title: '学条例', startAt: startAt.toISOString(), endAt: new Date(startAt.getTime() + 7_200_000).toISOString(), place: '302' }, caller)
  await activities.publish(id, caller)
  clock.set(startAt)
  for (const row of await attendance.presence([id], null)) {
    if (options.absent?.includes(row.memberId)) continue
    await attendance.set(caller, id, row.memberId, { state: 'present', expectedVersion: 0 })
  }
  clock.set(new Date(startAt.getTime() + 7_200_000))
  await activities.finish(id, caller)
  return id
}
const day = (month: number, date: number): string => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T01:00:00Z`

beforeAll(async () => {
  world = await openWorld(database.uri, clock)
  const { branchA, groupA } = world.place
  const record = await world.app.services.orgs.create({ type: 'branch', name: '丙支部', parentId: world.place.root.orgId })
  bare = { orgId: record._id.toHexString(), branchId: record._id.toHexString(), group: false, scope: [world.place.root.orgId, record._id.toHexString()] }
  await world.row('丙同志', bare)
  const absent = [world.memberOf['member here'] ?? '']
  for (let month = 1; month <= 10; month += 1) {
    if (month !== 4) await held(branchA, ['theme-day'], day(month, 10), { absent: month % 2 ? absent : [] })
    await held(groupA, ['group-meeting'], day(month, 12))
    if (month % 3 === 2) await held(branchA, ['member-assembly', 'party-lecture'], day(month, 20), { lead: month === 2 ? 3 : 48 })
  }
  await held(branchA, ['volunteer'], day(9, 25), { absent })
  clock.set('2026-11-20T01:00:00Z')
}, 120_000)
afterAll(() => world.close())

describe('the duty board', () => {
  it('shows what a quarter asks for and how far it is', async () => {
    const { body } = await call<DutyBoard>('secretary here', 'GET', `/orgs/${world.place.branchA.orgId}/duties`)
    expect(body).toMatchObject({ year: 2026, quarter: 4, months: [10, 11, 12], members: 4, groups: 1 })
    const row = (kind: ActivityKind) => body.rows.find((one) => one.kind === kind)
    expect(row('theme-day')?.cells.map(({ state }) => state)).toEqual(['done', 'soon', 'open'])
    expect(row('group-meeting')?.cells.map(({ state, label }) => [state, label])).toEqual([['done', null], ['soon', null], ['open', null]])
    expect(row('member-assembly')?.cells).toEqual([expect.objectContaining({ from: 10, to: 12, state: 'soon', label: '没排，剩 41 天', activityIds: [] })])
    expect(row('organization-life')?.cells).toEqual([expect.objectContaining({ from: 1, to: 12, state: 'soon' })])
    expect(row('first-agenda')?.cells[0]).toMatchObject({ state: 'overdue' })
  })

  it('shows the past as it was, and a plan as planned', async () => {
    const at = (quarter: number) => call<DutyBoard>('secretary here', 'GET', `/orgs/${world.place.groupA.orgId}/duties?quarter=${quarter}`)
    const second = (await at(2)).body
    expect(second.rows.find((one) => one.kind === 'theme-day')?.cells.map(({ state }) => state)).toEqual(['overdue', 'done', 'done'])
    expect(second.rows.find((one) => one.kind === 'party-lecture')?.cells[0]).toMatchObject({ state: 'done', label: '已办 5月20日' })
    const caller = await world.callerOf(world.people['secretary here']?.accountId ?? '')
    const { id } = await world.app.services.activities.create({ ownerOrgId: world.place.branchA.orgId, kinds: ['party-lecture'], title: '党课', startAt: day(11, 25), endAt: day(11, 26), place: '302' }, caller)
    await world.app.services.activities.publish(id, caller)
    expect((await at(4)).body.rows.find((one) => one.kind === 'party-lecture')?.cells).toEqual([expect.objectContaining({ state: 'planned', label: '已排 11月25日', activityIds: [id] })])
    await world.app.services.activities.cancel(id, { reason: '讲课人出差' }, caller)
    expect((await at(4)).body.rows.find((one) => one.kind === 'party-lecture')?.cells[0]).toMatchObject({ state: 'soon' })
  })

  it('names what presses, one line a duty by due date', async () => {
    const lines = await world.app.services.duties.pressing(world.place.branchA.orgId, clock.now())
    expect(lines.map(({ dueAt }) => dueAt.getTime())).toEqual(lines.map(({ dueAt }) => dueAt.getTime()).sort((a, b) => a - b))
    expect(lines.find(({ kind }) => kind === 'theme-day')).toMatchObject({ label: '没排，剩 10 天', overdue: false })
    expect(new Set(lines.map(({ kind }) => kind)).size).toBe(lines.length)
  })
})

describe('the score', () => {
  it('counts what was held and who came', async () => {
    const rating = await ratingOf(world.place.branchA.orgId, 'member here')
    expect(indicatorOf(rating, 'theme-day')).toMatchObject({ state: 'scored', words: '到期 10 次，开了 9 次' })
    // Nine theme days of four people; the one was away from the five of odd months.
    expect(indicatorOf(rating, 'theme-day-attendance')).toMatchObject({ words: '应到 36 人次，到了 31 人次，86%' })
    expect(indicatorOf(rating, 'group-meeting')).toMatchObject({ words: '各组到期 10 次，开了 10 次' })
    expect(indicatorOf(rating, 'member-assembly')).toMatchObject({ words: '到期 3 次，开了 3 次', score: expect.any(Number) as number })
    expect(indicatorOf(rating, 'service-participation')).toMatchObject({ words: '3 / 4 人，75%' })
    expect(indicatorOf(rating, 'plan-filed')).toMatchObject({ words: '办了 23 次，提前报备 22 次' })
    expect(indicatorOf(rating, 'supervised')).toMatchObject({ state: 'not-due', weight: 0 })
    expect(indicatorOf(rating, 'term-in-order')).toMatchObject({ state: 'missing', score: 0, words: '还没登记' })
    expect([rating.canEnter, rating.vetoes]).toEqual([false, []])
    expect(rating.raises.length).toBe(6)
  })

  it('is nobody\'s list: what stands behind an indicator are meetings and periods', async () => {
    const { body } = await call<IndicatorDetail>('member here', 'GET', `/orgs/${world.place.branchA.orgId}/rating/indicators/theme-day`)
    expect(body.evidence[0]).toMatchObject({ counts: false, title: '4月没有办齐主题党日' })
    expect(body.evidence.filter((line) => line.counts)).toHaveLength(9)
    expect(body.evidence[1]?.link).toEqual({ page: 'activity', id: expect.stringMatching(/^[0-9a-f]{24}$/) as string })
    const names = Object.keys(world.memberOf)
    expect(names.filter((name) => JSON.stringify(body).includes(name))).toEqual([])
    expect((await call('member here', 'GET', `/orgs/${world.place.branchA.orgId}/rating/indicators/nothing`)).status).toBe(404)
  })

  it('agrees to the hundredth with a second count of the stored inputs', async () => {
    const { branchA, branchB } = world.place
    await enter(branchA.orgId, 'term-in-order', { yes: true })
    await enter(branchA.orgId, 'talks', { due: 46, done: 38 })
    await enter(branchA.orgId, 'satisfaction', { percent: 77.7 })
    await enter(branchA.orgId, 'no-violations', { count: 1 })
    await enter(branchB.orgId, 'veto-forged-records', { yes: true })
    await enter(branchB.orgId, 'dues', { due: 7, done: 3 })
    await ratingOf(bare.orgId)
    const rows = await world.connection.collection('ratings').find({}).sort({ _id: 1 }).toArray()
    expect(new Set(rows.map((row) => String(row['orgId'])))).toEqual(new Set([branchA.orgId, branchB.orgId, bare.orgId]))
    for (const row of rows) expect(countAgain(row['inputs'] as Parameters<typeof countAgain>[0])).toEqual({ score: (row['result'] as { score: number }).score, stars: (row['result'] as { stars: number }).stars })
    // All the ways an indicator can stand were among them.
    const states = rows.flatMap((row) => (row['result'] as { dimensions: { indicators: { state: string }[] }[] }).dimensions.flatMap((dimension) => dimension.indicators.map((one) => one.state)))
    expect(new Set(states)).toEqual(new Set(['scored', 'not-due', 'not-applicable', 'missing']))
    expect((await ratingOf(branchB.orgId)).limits.map(({ code }) => code)).toContain('veto-forged-records')
    expect((await ratingOf(branchB.orgId)).stars).toBe(1)
  })

  it('asks a branch that had nothing for everything, and vetoes its empty quarters', async () => {
    const rating = await ratingOf(bare.orgId)
    expect(indicatorOf(rating, 'group-meeting')).toMatchObject({ state: 'not-applicable', weight: 0 })
    expect(rating.limits).toEqual([{ code: 'veto-empty-quarter', reason: '一票否决：一、二、三季度没有开过三会一课，只评一星', atMost: 1 }])
    expect(rating.next).toEqual({ stars: 2, missing: 60 - rating.score })
  })

  it('is stored anew only when the inputs changed', async () => {
    const before = (await stored(bare.orgId)).length
    clock.advance(6 * 60_000)
    await ratingOf(bare.orgId)
    const rows = await stored(bare.orgId)
    expect(rows).toHaveLength(before)
    expect(rows.at(-1)?.['checkedAt']).toEqual(clock.now())
    await enter(bare.orgId, 'innovation', { count: 1 })
    const after = await stored(bare.orgId)
    expect(after.map((row) => row['supersededAt'] as unknown)).toEqual([...after.slice(1).map(() => expect.any(Date) as Date), null])
  })

  it('costs at most twelve commands, whatever the branch holds', async () => {
    await world.app.services.ratings.compute(world.place.branchA.orgId)
    world.commands.length = 0
    await world.app.services.ratings.compute(world.place.branchA.orgId)
    expect(world.commands.length).toBeLessThanOrEqual(12)
  })
})

describe('facts', () => {
  it('are entered once for each key, count by their rule, and are taken back with a reason', async () => {
    const { orgId } = world.place.branchA
    const body = { requestKey: 'the-same-key', occurredOn: '2026-03-02' }
    const first = await enter(orgId, 'grassroots', { count: 2 }, body, 'secretary here')
    const again = await enter(orgId, 'grassroots', { count: 2 }, body, 'secretary here')
    expect([first.status, again.body.fact.id]).toEqual([201, first.body.fact.id])
    expect(first.body.fact).toMatchObject({ words: '2 次', enteredBy: 'secretary here', withdrawn: null })
    const second = await enter(orgId, 'grassroots', { count: 1 }, {}, 'secretary here')
    expect(indicatorOf(second.body.rating, 'grassroots')?.words).toBe('今年 3 次，要求 3 次')
    const withdrawn = await call<FactEntered>('secretary here', 'POST', `/orgs/${orgId}/facts/${first.body.fact.id}/withdraw`, { reason: '记重了' })
    expect(withdrawn.body.fact.withdrawn).toMatchObject({ reason: '记重了' })
    expect(indicatorOf(withdrawn.body.rating, 'grassroots')?.words).toBe('今年 1 次，要求 3 次')
    expect((await call('secretary here', 'POST', `/orgs/${orgId}/facts/${first.body.fact.id}/withdraw`, { reason: '记重了' })).status).toBe(200)
    const detail = (await call<IndicatorDetail>('secretary here', 'GET', `/orgs/${orgId}/rating/indicators/grassroots`)).body
    expect(detail.facts.map(({ withdrawn: taken }) => taken?.reason ?? null)).toEqual([null, '记重了'])
    // Members see that it counts, not what was written.
    expect((await call<IndicatorDetail>('member here', 'GET', `/orgs/${orgId}/rating/indicators/grassroots`)).body.facts).toEqual([])
    const audit = await world.connection.collection('audit').countDocuments({ action: { $in: ['fact.entered', 'fact.withdrawn'] } })
    expect(audit).toBeGreaterThanOrEqual(3)
  })

  it('of a rate: the latest by the day it happened counts', async () => {
    const { orgId } = world.place.branchA
    await enter(orgId, 'minutes', { due: 10, done: 9 }, { occurredOn: '2026-11-01' })
    const late = await enter(orgId, 'minutes', { due: 4, done: 1 }, { occurredOn: '2026-05-01' })
    expect(indicatorOf(late.body.rating, 'minutes')?.words).toBe('到期 10 次，按时 9 次')
  })

  it.each<[string, string, FactValue, object, number, string]>([
    ['of a computed indicator', 'theme-day', { count: 1 }, {}, 400, 'indicator'], ['of no indicator', 'nothing-such', { count: 1 }, {}, 400, 'indicator'], ['in another form', 'innovation', { yes: true }, {}, 400, 'value'],
    ['done more than due', 'talks', { due: 3, done: 4 }, {}, 400, 'value.done'], ['of tomorrow', 'innovation', { count: 1 }, { occurredOn: '2026-11-21' }, 400, 'occurredOn'],
    ['of last year', 'innovation', { count: 1 }, { occurredOn: '2025-12-31' }, 400, 'occurredOn'], ['of no day', 'innovation', { count: 1 }, { occurredOn: '2026-02-30' }, 400, 'occurredOn'],
  ])('%s are refused', async (_name, indicator, value, over, status, field) => {
    const { status: answered, body } = await enter(world.place.branchA.orgId, indicator, value, over)
    expect([answered, (body as unknown as { fields: { path: string }[] }).fields[0]?.path]).toEqual([status, field])
  })

  it('that veto are the committee\'s', async () => {
    const { orgId } = world.place.branchA
    expect((await enter(orgId, 'veto-serious-case', { yes: true }, {}, 'secretary here')).status).toBe(403)
    const vetoed = await enter(orgId, 'veto-serious-case', { yes: true })
    expect(vetoed.body.rating.stars).toBe(1)
    expect(vetoed.body.rating.vetoes).toEqual([
      { code: 'veto-serious-case', name: '严重违纪案件', entered: true }, { code: 'veto-forged-records', name: '记录造假', entered: false }, { code: 'veto-overdue-election', name: '逾期未换届', entered: false },
    ])
    expect((await ratingOf(orgId, 'secretary here')).vetoes).toEqual([])
    const detail = await call<IndicatorDetail>('secretary here', 'GET', `/orgs/${orgId}/rating/indicators/veto-serious-case`)
    expect(detail.body).toMatchObject({ canEnter: false, facts: [], words: '一票否决：发生严重违纪案件，只评一星' })
    const lifted = await call<FactEntered>('committee-staff here', 'POST', `/orgs/${orgId}/facts/${vetoed.body.fact.id}/withdraw`, { reason: '查否' })
    expect(lifted.body.rating.limits).toEqual([])
  })
})

describe('what follows', () => {
  it('marks a branch when something of it is decided, and computes it once', async () => {
    const { ratings } = world.app.services
    await ratings.computeMarked()
    expect(await ratings.computeMarked()).toBe(0)
    await held(world.place.branchA, ['warning-education'], day(11, 20).replace('01:00', '05:00'), { lead: 2 })
    expect(await ratings.computeMarked()).toBe(1)
    expect(await ratings.current(world.place.branchA.orgId, 2026)).toMatchObject({ stars: expect.any(Number) as number })
    expect(indicatorOf(await ratingOf(world.place.branchA.orgId), 'warning-education')?.words).toBe('到期 4 次，开了 1 次')
  })

  it('locks a month as of its end, whatever comes later, and holds the score against it', async () => {
    const { orgId } = world.place.branchA
    clock.set('2026-12-02T01:00:00Z')
    const job = world.app.services.ratings.jobs.find(({ name }) => name === 'ratings-months')
    // A correction of the next month does not belong to the one that ended.
    const caller = await world.callerOf(world.people['committee-staff here']?.accountId ?? '')
    const [last] = await world.app.services.activities.ofBranch(orgId, { from: new Date(day(10, 1)), to: new Date(day(10, 31)) }, clock.now())
    const october = (await world.app.services.attendance.presence([last?.id ?? ''], null))[0]
    await world.app.services.attendance.set(caller, last?.id ?? '', october?.memberId ?? '', { state: 'absent', reason: '核对照片后更正', expectedVersion: 1 })
    await enter(orgId, 'innovation', { count: 2 }, { occurredOn: '2026-12-01' })
    await job?.run(clock.now())
    await job?.run(clock.now())
    const months = await world.connection.collection('ratingMonths').find({}).sort({ _id: 1 }).toArray()
    expect(months.map((row) => row['month'])).toEqual([11, 11, 11])
    const locked = months.find((row) => String(row['orgId']) === orgId)
    const inputs = locked?.['inputs'] as { month: number; indicators: Record<string, { measured: unknown }> }
    expect(inputs.month).toBe(11)
    expect(inputs.indicators['innovation']?.measured).toBeNull()
    expect(inputs.indicators['theme-day-attendance']?.measured).toMatchObject({ num: 31, den: 36 })
    const rating = await ratingOf(orgId)
    expect(rating.movement).toMatchObject({ against: 'last-month', label: '比11月', starsBefore: (locked?.['result'] as { stars: number }).stars })
    expect(indicatorOf(rating, 'theme-day-attendance')?.words).toBe('应到 36 人次，到了 30 人次，83%')
  })

  it('shows the committee its branches in the order of the tree', async () => {
    const { body } = await call<RatingOverview>('committee-staff here', 'GET', `/orgs/${world.place.root.orgId}/ratings`)
    expect(body.branches.map(({ name }) => name)).toEqual(['乙支部', '甲支部', '丙支部'])
    expect(body.spread.reduce((all, count) => all + count, 0)).toBe(3)
    expect(body.branches.find(({ name }) => name === '甲支部')?.score).toBe((await ratingOf(world.place.branchA.orgId)).score)
  })

  it('keeps the last year as it was locked', async () => {
    const { orgId } = world.place.branchA
    clock.set('2027-01-03T01:00:00Z')
    await world.app.services.ratings.jobs.find(({ name }) => name === 'ratings-months')?.run(clock.now())
    const { body } = await call<BranchRating>('member here', 'GET', `/orgs/${orgId}/rating?year=2026`)
    expect(body).toMatchObject({ year: 2026, asOf: '2026-12-31T16:00:00.000Z', canEnter: false, movement: null })
    expect((await ratingOf(orgId)).movement).toMatchObject({ against: 'last-year', label: '比去年', starsBefore: body.stars })
    expect((await call('member here', 'GET', `/orgs/${orgId}/rating?year=2024`)).status).toBe(404)
    const list = (await call<RatingOverview>('committee-staff here', 'GET', `/orgs/${world.place.root.orgId}/ratings?year=2026`)).body
    expect(list.branches.find((branch) => branch.orgId === orgId)).toMatchObject({ score: body.score, stars: body.stars })
  })

  it('a branch whose month cannot be locked keeps no other waiting, and is locked later', async () => {
    clock.set('2027-02-02T01:00:00Z')
    const { duties, ratings } = world.app.services
    const lock = () => ratings.jobs.find(({ name }) => name === 'ratings-months')?.run(clock.now())
    const january = async () => (await world.connection.collection('ratingMonths').find({ year: 2027 }).sort({ _id: 1 }).toArray()).map((row) => String(row['orgId']))
    const { yearOf } = duties
    duties.yearOf = async (branchId, ...rest) => {
      if (branchId === world.place.branchB.orgId) throw new Error('cannot be read')
      return yearOf(branchId, ...rest)
    }
    await lock()
    expect((await january()).sort()).toEqual([world.place.branchA.orgId, bare.orgId].sort())
    duties.yearOf = yearOf
    await lock()
    expect(await january()).toContain(world.place.branchB.orgId)
  })

  it('what was read earlier than the newest score replaces nothing', async () => {
    const newest = await world.app.services.ratings.compute(bare.orgId)
    const scheme = await createVersionStore(world.app.context, SCHEMES).version(newest.schemeVersion)
    const store = createRatingStore(world.app.context)
    const old = { ...newest.inputs, members: newest.inputs.members + 1 }
    expect(await store.keep(bare.orgId, new Date(clock.now().getTime() - 1_000), scheme, old)).toMatchObject({ n: newest.n })
    expect(await store.keep(bare.orgId, new Date(clock.now().getTime() + 1_000), scheme, old)).toMatchObject({ n: newest.n + 1 })
  })

  it('leads to no meeting that the reader may not open, and names it by its kind', async () => {
    world.people['stranger'] = await world.person('刚来的', { memberAt: world.place.branchA })
    const linesFor = async (key: string) => {
      const { body } = await call<IndicatorDetail>(key, 'GET', `/orgs/${world.place.branchA.orgId}/rating/indicators/group-meeting?year=2026`)
      return body.evidence.filter((line) => line.counts).map(({ title, link }) => [title, link?.page])
    }
    expect(await linesFor('secretary here')).toEqual(Array.from({ length: 10 }, () => ['学条例', 'activity']))
    expect(await linesFor('group-leader here')).toEqual(Array.from({ length: 10 }, () => ['学条例', 'activity']))
    expect(await linesFor('stranger')).toEqual(Array.from({ length: 10 }, () => ['党小组会', undefined]))
  })

  it('reconciles, and a score that was tampered with is told', async () => {
    const faults = async (): Promise<string[]> => {
      const found: string[] = []
      for await (const { kind } of reconcileRatings(world.connection, world.app.context)) found.push(kind)
      return found
    }
    expect(await faults()).toEqual([])
    const [row] = await stored(bare.orgId)
    await world.connection.collection('ratings').updateOne({ _id: row?._id }, { $inc: { 'result.score': 100 } })
    expect(await faults()).toEqual(['score'])
    await world.connection.collection('ratings').updateOne({ _id: row?._id }, { $set: { 'inputs.members': 99 }, $inc: { 'result.score': -100 } })
    expect(await faults()).toEqual(['digest'])
  })
})

it('the hours that count are those of the study rules', () => {
  const read = (name: string) => JSON.parse(readFileSync(path.join(__dirname, `../data/${name}.v1.json`), 'utf8')) as Record<string, Record<string, unknown>>
  const { memberHours, kinds, mostMinutesEach } = read('study-rules')['hours'] ?? {}
  expect(read('rating-scheme')['training']).toEqual({ hours: memberHours, kinds, mostMinutesEach })
})
