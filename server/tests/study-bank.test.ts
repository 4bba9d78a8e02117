import { deflateRawSync } from 'node:zlib'
import { bankRoutes, paperRoutes } from '@pioneer/shared-types/study/routes'
import { pathOf } from '@pioneer/shared-types/common/route'
import type { BankImport, BankList, BankPreview } from '@pioneer/shared-types/study/schemas'
import { ManualClock } from '../src/kernel/clock'
import { bankModels } from '../src/modules/study/bank-model'
import { useDatabase } from './support/database'
import { sheetOf } from './support/workbook'
import { openWorld, type World } from './support/world'
import { zipOf } from './support/zip'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
let world: World
beforeAll(async () => { world = await openWorld(database.uri, clock) })
afterAll(() => world.close())

type Who = 'secretary here' | 'branch-committee here' | 'committee-staff here' | 'secretary elsewhere'
async function send<T>(who: Who, method: 'GET' | 'POST', url: string, payload?: Buffer | object): Promise<{ status: number; body: T; code?: string; title?: string }> {
  const reply = await world.app.http.inject({
    method, url, ...(payload === undefined ? {} : { payload }), headers: { authorization: `Bearer ${world.app.services.auth.issueAccess(world.people[who]?.accountId ?? '')}`, ...(Buffer.isBuffer(payload) ? { 'content-type': XLSX } : {}) },
  })
  const body = reply.json<T & { code?: string; title?: string }>()
  return { status: reply.statusCode, body, ...(body.code === undefined ? {} : { code: body.code, title: body.title ?? '' }) }
}
const branch = () => world.place.branchA.orgId
const HEAD = ['题型', '题干', '选项A', '选项B', '选项C', '答案', '解析', '知识点']
const line = (stem: string, answer = 'A', topic = '党章'): string[] => ['单选', stem, '甲', '乙', '丙', answer, '见原文', topic]
const read = async (who: Who, rows: string[][], name = '甲支部题库', at = branch()): Promise<BankPreview> => {
  const { status, body } = await send<BankPreview>(who, 'POST', `${pathOf(bankRoutes.preview.path, { id: at })}?name=${encodeURIComponent(name)}`, await sheetOf([HEAD, ...rows]))
  expect(status).toBe(200)
  return body
}
const on = (importId: string, route: { path: string }, at = branch()): string => pathOf(route.path, { id: at, importId })
const apply = (who: Who, importId: string) => send<BankImport>(who, 'POST', on(importId, bankRoutes.apply))
const review = (who: Who, importId: string, decision: 'approve' | 'reject' = 'approve', reason?: string) =>
  send<BankImport>(who, 'POST', on(importId, bankRoutes.review), { decision, ...(reason === undefined ? {} : { reason }) })
const list = async (who: Who = 'secretary here', at = branch()): Promise<BankList> => (await send<BankList>(who, 'GET', pathOf(bankRoutes.list.path, { id: at }))).body
const bankNamed = async (name: string) => (await list()).banks.find((bank) => bank.name === name)
const live = async (name: string) => world.app.services.bank.liveQuestions((await bankNamed(name))?.id ?? '')

describe('an import', () => {
  it('goes from preview over review to live questions, and each step answers the first result again', async () => {
    const preview = await read('secretary here', [line('一'), line('二', 'B', '条例')])
    expect(preview).toMatchObject({ bankName: '甲支部题库', canApply: true, totals: { add: 2 } })
    expect(preview.questions[0]).toMatchObject({ row: 2, action: 'add', answer: ['A'], topic: '党章' })
    expect(await bankNamed('甲支部题库')).toBeUndefined()
    expect((await list()).imports).toEqual([])

    const handedIn = await apply('secretary here', preview.previewId)
    expect(handedIn.body).toMatchObject({ id: preview.previewId, state: 'pending', questions: 2, importedBy: 'secretary here', mine: true, canReview: false, bankId: null })
    expect((await apply('secretary here', preview.previewId)).body).toEqual(handedIn.body)
    expect((await list()).imports).toMatchObject([{ id: preview.previewId, state: 'pending', mine: true, canReview: false }])
    expect((await list('branch-committee here')).imports).toMatchObject([{ mine: false, canReview: true }])
    expect(await world.app.services.bank.pendingImports([branch()])).toMatchObject([{ id: preview.previewId, orgId: branch(), name: '甲支部题库', questions: 2, importedBy: 'secretary here' }])
    expect(await bankNamed('甲支部题库')).toBeUndefined()

    const decided = await review('branch-committee here', preview.previewId)
    expect(decided.body).toMatchObject({ state: 'approved', canReview: false, items: [{ action: 'add', stem: '一' }, { action: 'add', stem: '二' }] })
    expect((await review('branch-committee here', preview.previewId)).body).toEqual(decided.body)
    expect((await review('committee-staff here', preview.previewId, 'reject', '晚了')).body).toMatchObject({ state: 'approved', reason: null })
    expect(await bankNamed('甲支部题库')).toMatchObject({
      ownerName: '甲支部', shipped: false, version: 1, questions: 2, topics: [{ name: '党章', single: 1, multiple: 0, judge: 0 }, { name: '条例', single: 1, multiple: 0, judge: 0 }],
    })
    expect((await live('甲支部题库')).map(({ code, version, stem, answer }) => [code, version, stem, answer])).toEqual([['N0001', 1, '一', ['A']], ['N0002', 1, '二', ['B']]])
    expect(await world.app.services.bank.pendingImports([branch()])).toEqual([])
    const audit = await world.connection.collection('audit').find({ targetId: preview.previewId }).sort({ at: 1, _id: 1 }).toArray()
    expect(audit.map(({ action, detail }) => [action as string, detail as string])).toEqual([['bank.handed-in', '导入题库“甲支部题库”2 题，等待审核'], ['bank.approved', '审核通过题库“甲支部题库”2 题']])
  })

  it('is never reviewed by those who brought it, on whatever phone; one reads and another hands in: neither may', async () => {
    const { previewId } = await read('secretary here', [line('三')])
    await apply('branch-committee here', previewId)
    for (const who of ['secretary here', 'branch-committee here'] as const) {
      expect(await review(who, previewId)).toMatchObject({ status: 409, code: 'review-own', title: '自己导入的题，要请别的同志审' })
    }
    const secretary = await world.callerOf(world.people['secretary here']?.accountId ?? '')
    const otherPhone = { ...secretary, accountId: 'f'.repeat(24) }
    await expect(world.app.services.bankDesk.review(otherPhone, branch(), previewId, { decision: 'approve' })).rejects.toMatchObject({ code: 'review-own' })
    expect((await review('committee-staff here', previewId)).body).toMatchObject({ state: 'approved' })
  })

  it('that is rejected leaves the bank alone and keeps the reason', async () => {
    const { previewId } = await read('secretary here', [line('四')])
    await apply('secretary here', previewId)
    expect(await review('branch-committee here', previewId, 'reject')).toMatchObject({ status: 400, code: 'validation' })
    expect((await review('branch-committee here', previewId, 'reject', '没有出处')).body).toMatchObject({ state: 'rejected', reason: '没有出处' })
    expect((await review('committee-staff here', previewId)).body).toMatchObject({ state: 'rejected' })
    expect((await live('甲支部题库')).map(({ stem }) => stem)).toEqual(['一', '二', '三'])
    expect((await list()).imports.map(({ state, reason }) => [state, reason])[0]).toEqual(['rejected', '没有出处'])
  })

  it('of a changed question makes a new version; the old one can still be marked', async () => {
    const [before] = await live('甲支部题库')
    const { previewId, totals } = await read('secretary here', [line('一', 'C'), line('二', 'B', '条例'), line('五')])
    expect(totals).toMatchObject({ add: 1, change: 1, same: 1 })
    await apply('secretary here', previewId)
    expect((await review('branch-committee here', previewId)).body.items.map(({ stem, action }) => [stem, action])).toEqual([['一', 'change'], ['五', 'add']])
    expect((await live('甲支部题库')).map(({ code, version, stem, answer }) => [code, version, stem, answer.join('')])).toEqual([['N0001', 2, '一', 'C'], ['N0002', 1, '二', 'B'], ['N0003', 1, '三', 'A'], ['N0004', 1, '五', 'A']])
    const [old] = await world.app.services.bank.questionsByIds([before?._id.toHexString() ?? ''])
    expect(old).toMatchObject({ code: 'N0001', version: 1, answer: ['A'] })
  })

  it('whose bank has changed since the preview must be looked at again; one too old or with errors is not taken', async () => {
    const early = await read('secretary here', [line('六')])
    const other = await read('secretary here', [line('七')])
    await apply('secretary here', other.previewId)
    await review('branch-committee here', other.previewId)
    expect(await apply('secretary here', early.previewId)).toMatchObject({ status: 409, code: 'workbook-changed', title: '题库在预览之后有变化，请重新预览' })
    const wrong = await read('secretary here', [line('八', 'D')])
    expect(wrong).toMatchObject({ canApply: false, totals: { errors: 1 } })
    expect(await apply('secretary here', wrong.previewId)).toMatchObject({ status: 422, code: 'workbook-invalid' })
    const old = await read('secretary here', [line('九')])
    clock.advance(86_400_000)
    expect(await apply('secretary here', old.previewId)).toMatchObject({ status: 409, code: 'workbook-changed' })
    expect(await send('branch-committee here', 'GET', on(old.previewId, bankRoutes.import))).toMatchObject({ status: 404 })
    expect(await review('branch-committee here', old.previewId)).toMatchObject({ status: 404 })
  })

  it('shows while it waits what each question would be now, and is not another organization’s', async () => {
    const [first, second] = [await read('secretary here', [line('十'), line('十一')]), await read('secretary here', [line('十', 'B'), line('十一')])]
    await apply('secretary here', first.previewId)
    await apply('secretary here', second.previewId)
    await review('branch-committee here', first.previewId)
    expect((await send<BankImport>('branch-committee here', 'GET', on(second.previewId, bankRoutes.import))).body.items.map(({ stem, action }) => [stem, action])).toEqual([['十', 'change'], ['十一', 'same']])
    expect((await send('committee-staff here', 'GET', on(second.previewId, bankRoutes.import, world.place.root.orgId))).status).toBe(404)
    const before = (await live('甲支部题库')).find(({ stem }) => stem === '十一')
    await review('branch-committee here', second.previewId)
    expect((await live('甲支部题库')).find(({ stem }) => stem === '十一')).toEqual(before)
    expect((await live('甲支部题库')).find(({ stem }) => stem === '十')).toMatchObject({ version: 2, answer: ['B'] })
  })
})

describe('at once', () => {
  it('two reviewers: one decides, the other gets what was decided', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { previewId } = await read('secretary here', [line(`同时 ${round}`)])
      await apply('secretary here', previewId)
      const replies = await Promise.all([review('branch-committee here', previewId), review('committee-staff here', previewId, 'reject', '不要')])
      expect(replies.map(({ status }) => status)).toEqual([200, 200])
      const [state] = replies.map(({ body }) => body.state)
      expect(replies.map(({ body }) => body.state)).toEqual([state, state])
      expect((await live('甲支部题库')).filter(({ stem }) => stem === `同时 ${round}`)).toHaveLength(state === 'approved' ? 1 : 0)
      expect(await world.connection.collection('audit').countDocuments({ targetId: previewId })).toBe(2)
    }
  })

  it('first imports of one new bank end in one bank with one wording of each question', async () => {
    const previews = [await read('secretary here', [line('子'), line('丑')], '新题库'), await read('secretary here', [line('丑', 'B'), line('寅')], '新题库')]
    for (const { previewId } of previews) await apply('secretary here', previewId)
    const replies = await Promise.all(previews.map(({ previewId }) => review('branch-committee here', previewId)))
    expect(replies.map(({ body }) => body.state)).toEqual(['approved', 'approved'])
    const banks = (await list()).banks.filter(({ name }) => name === '新题库')
    expect(banks).toMatchObject([{ version: 2, questions: 3 }])
    const questions = await live('新题库')
    expect(questions.map(({ stem }) => stem).sort()).toEqual(['丑', '子', '寅'].sort())
    expect(new Set(questions.map(({ code }) => code)).size).toBe(3)
  })
})

describe('banks', () => {
  it('in reach are the shipped one, those above and one’s own, never those beside', async () => {
    const names = async (who: Who, at: string) => (await list(who, at)).banks.map(({ name, shipped, ownerName }) => [name, shipped, ownerName])
    const shipped = (await list()).banks[0]
    expect(shipped).toMatchObject({ shipped: true, ownerOrgId: null, ownerName: '随系统提供' })
    const above = await read('committee-staff here', [line('上级')], '机关题库', world.place.root.orgId)
    expect((await send('committee-staff here', 'POST', on(above.previewId, bankRoutes.apply, world.place.root.orgId))).status).toBe(200)
    const { accountId } = await world.person('另一位', { role: 'committee-staff', roleAt: world.place.root })
    await world.app.services.bankDesk.review(await world.callerOf(accountId), world.place.root.orgId, above.previewId, { decision: 'approve' })
    const basic = [[shipped?.name, true, '随系统提供'], ['机关题库', false, '云湖市机关党委']]
    expect(await names('secretary here', branch())).toEqual([...basic, ['新题库', false, '甲支部'], ['甲支部题库', false, '甲支部']])
    expect(await names('secretary elsewhere', world.place.branchB.orgId)).toEqual(basic)
    const own = await bankNamed('甲支部题库')
    expect(await world.app.services.bank.bankFor(world.place.branchB.orgId, own?.id ?? '')).toBeNull()
    expect(await world.app.services.bank.bankFor(world.place.groupA.orgId, own?.id ?? '')).toMatchObject({ name: '甲支部题库' })
  })

  it('take questions only from their owner', async () => {
    const [shipped] = (await list()).banks
    const own = await bankNamed('甲支部题库')
    const into = async (who: Who, at: string, bankId: string) => send(who, 'POST', `${pathOf(bankRoutes.preview.path, { id: at })}?bankId=${bankId}`, await sheetOf([HEAD, line('卯')]))
    expect((await into('secretary here', branch(), own?.id ?? '')).status).toBe(200)
    expect((await into('secretary here', branch(), shipped?.id ?? '')).status).toBe(404)
    expect((await into('secretary elsewhere', world.place.branchB.orgId, own?.id ?? '')).status).toBe(404)
    expect(await into('committee-staff here', world.place.groupA.orgId, own?.id ?? '')).toMatchObject({ status: 400, code: 'validation' })
  })

  it('that have just been approved can be drawn from', async () => {
    const own = await bankNamed('甲支部题库')
    const reply = await send<{ questions: object[] }>('secretary here', 'POST', pathOf(paperRoutes.draw.path, { id: branch() }), { bankId: own?.id ?? '', single: 2, multiple: 0, judge: 0, seed: 1 })
    expect([reply.status, reply.body.questions.length]).toEqual([200, 2])
    expect(JSON.stringify(reply.body)).not.toMatch(/answer|explanation/)
  })
})

describe('any file', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, number]>([
    ['text', () => Buffer.from('题干,答案'), 422], ['nothing', () => Buffer.alloc(0), 422], ['a picture', () => Buffer.from('89504e470d0a1a0a'.repeat(20), 'hex'), 422],
    ['a roster', () => sheetOf([['姓名', '手机号'], ['云知远', '13900000001']]), 200], ['20 MB', () => Buffer.alloc(20 * 1024 * 1024, 1), 413],
    ['a zip bomb', () => zipOf([['xl/workbook.xml', '<workbook/>'], ['xl/sharedStrings.xml', deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 32))]]), 413],
  ])('%s gets an answer in words', async (_, file, status) => {
    const reply = await send<BankPreview & { title?: string }>('secretary here', 'POST', pathOf(bankRoutes.preview.path, { id: branch() }), await file())
    expect(reply.status).toBe(status)
    if (status === 200) expect(reply.body).toMatchObject({ canApply: false, bankName: '甲支部题库', issues: [{ severity: 'error' }] })
    else expect(reply.title).toMatch(/[一-龥]/)
  })
})

describe('pictures', () => {
  it('of lessons are open, safe and never change at their address', async () => {
    const urls = (await world.app.services.bank.lessonsNow()).flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'picture' ? [block.url] : [])))
    expect(urls.length).toBeGreaterThan(0)
    for (const url of urls) {
      const reply = await world.app.http.inject({ url })
      expect(reply.statusCode).toBe(200)
      expect(reply.headers).toMatchObject({
        'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      expect(reply.body).toContain('<svg')
      expect((await world.app.http.inject({ url: `${url.split('?')[0] ?? ''}?v=old` })).headers['cache-control']).toBe('no-cache')
    }
  })

  it.each(['none', '..%2f..%2fpackage', '%00', '__proto__', 'constructor'])('%s is not there', async (name) => {
    const reply = await world.app.http.inject({ url: `/api/v1/pictures/${name}` })
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')])
  })
})

// At the service, not over HTTP: making the workbook stops this process long enough for the load guard to turn requests away.
it('of a person the last five previews are kept, those of others stay', async () => {
  const others = await read('branch-committee here', [line('预览')], '反复上传')
  const first = await read('secretary here', [line('预览')], '反复上传')
  const last: BankPreview[] = []
  for (let index = 0; index < 5; index += 1) {
    clock.advance(1_000)
    last.push(await read('secretary here', [line('预览')], '反复上传'))
  }
  expect((await apply('secretary here', first.previewId)).status).toBe(404)
  for (const { previewId } of [others, ...last]) expect((await apply('secretary here', previewId)).body).toMatchObject({ state: 'pending' })
})

it('2,000 long questions go through in one import', async () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => ['多选', `第 ${index} 题${'题'.repeat(280)}`, ...['甲', '乙', '丙'].map((text) => text.repeat(150)), 'ABC', '释'.repeat(500), '党章'])
  const file = await sheetOf([HEAD, ...rows])
  const { bankDesk } = world.app.services
  const [author, reviewer] = [await world.callerOf(world.people['secretary here']?.accountId ?? ''), await world.callerOf(world.people['branch-committee here']?.accountId ?? '')]
  const started = performance.now()
  const { previewId, totals } = await bankDesk.preview(author, branch(), { name: '大题库' }, file)
  expect(totals).toMatchObject({ add: 2_000, errors: 0 })
  const readAt = performance.now()
  await bankDesk.apply(author, branch(), previewId)
  expect(await bankDesk.review(reviewer, branch(), previewId, { decision: 'approve' })).toMatchObject({ state: 'approved', questions: 2_000 })
  process.stderr.write(`2,000 questions: preview ${Math.round(readAt - started)} ms, hand in and approve ${Math.round(performance.now() - readAt)} ms\n`)
  const bank = await bankModels(world.connection).Bank.findOne({ name: '大题库' }).lean()
  expect(await bankModels(world.connection).Question.countDocuments({ retiredAt: null, bankId: bank?._id })).toBe(2_000)
}, 60_000)
