import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp, type App } from '../src/app'
import { ManualClock } from '../src/kernel/clock'
import { newId, toId } from '../src/kernel/ids'
import { inTransaction } from '../src/kernel/transaction'
import { activityModels } from '../src/modules/activities/model'
import { authModels } from '../src/modules/auth/model'
import { reminderModels } from '../src/modules/reminders/model'
import type { Delivered } from '../src/wechat/stand-in/messages'
import { startWechatStandIn, type Trouble, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { testConfig } from './support/house'
import { TEMPLATE_IDS, standInTemplates } from './support/mini-phone'

/**
 * Two processes of the built service on one store while reminders of hundreds are due, and one of them is killed (SIGKILL) in the middle.
 * WeChat has no idempotency key: nobody may get a message twice, everybody has the reminder once in the inbox.
 */
const DELIVERY = { lease: 1_500, every: 100, lanes: 8 }
const WECHAT = { appId: 'wx0123456789abcdef', secret: 'standin-only' }
/** Ten in the morning in Shanghai, whatever the clock on the wall says. */
const TEN = new Date('2026-11-20T02:00:00Z')
jest.setTimeout(120_000)

function scene(people: number, credits: number): { result: () => Promise<Result>; killedAt: () => number } {
  const database = useDatabase()
  const children: ChildProcess[] = []
  let standIn: WechatStandIn
  let app: App
  let killedAt = 0
  const openid = (memberId: string): string => `o-${memberId}`

  const post = (path: string, body: object): Promise<unknown> =>
    fetch(standIn.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const messages = async (): Promise<Delivered[]> => ((await (await fetch(`${standIn.url}/_messages`)).json()) as { messages: Delivered[] }).messages

  /** Members with WeChat who have accepted so many messages, expected at a meeting that began a minute ago. */
  async function seed(): Promise<void> {
    const { orgs, members, attendance } = app.services
    const root = await orgs.create({ type: 'committee', name: '机关党委', parentId: null })
    const branch = await orgs.create({ type: 'branch', name: '第一支部', parentId: root._id.toHexString() })
    const branchId = branch._id.toHexString()
    const made = await inTransaction(database.connection, (session) => members.write(Array.from({ length: people }, (_, index) => ({ id: null, fields: { name: `同志${index}`, status: 'full' as const, branchId } })), session))
    const accounts = made.map(({ id }) => ({ memberId: id, accountId: newId() }))
    await authModels(database.connection).accounts.insertMany(accounts.map(({ memberId, accountId }) => ({
      _id: accountId, kind: 'wechat' as const, openid: openid(memberId), memberId: toId(memberId), boundAt: TEN, consent: { version: '1', acceptedAt: TEN, withdrawnAt: null }, name: null, createdAt: TEN, disabled: false,
    })))
    await reminderModels(database.connection).credits.insertMany(accounts.flatMap(({ accountId }) => Array.from({ length: credits }, (_, index) => ({
      _id: newId(), accountId, template: 'meeting' as const, n: index + 1, delta: 1, balance: index + 1, reason: 'accepted' as const, key: `${accountId.toHexString()} ${index}`, at: TEN,
    }))))
    for (const { memberId } of accounts) await post('/_subscribe', { openid: openid(memberId), templateId: TEMPLATE_IDS.meeting, times: credits })
    const activity = {
      _id: newId(), kinds: ['theme-day' as const], title: '十一月主题党日', status: 'published' as const, ownerOrgId: branch._id, ownerName: branch.name, ownerType: 'branch' as const, scopeIds: branch.scopeIds, ownerBranchId: branch._id,
      audience: { orgIds: [], memberIds: [] }, guestIds: [], startAt: new Date(TEN.getTime() - 60_000), endAt: new Date(TEN.getTime() + 5_400_000), place: '礼堂', agenda: [], note: null,
      checkIn: { opensMinutes: 30, lateMinutes: 10, ruleVersion: 1 }, epoch: 1, version: 1, requestKey: newId().toHexString(), createdBy: 'test', createdAt: TEN, publishedAt: TEN,
      finishedAt: null, settledAt: null, cancelledReason: null,
    }
    await activityModels(database.connection).Activity.create([activity])
    const list = made.map(({ id }) => ({ memberId: id, name: '同志', branchId, groupId: null, role: 'expected' as const, votes: true, floating: false }))
    await inTransaction(database.connection, (session) => attendance.freezeExpected(activity, list, session))
  }

  async function startProcess(): Promise<ChildProcess> {
    const order = { uri: database.uri, apiBase: standIn.url, ...WECHAT, templates: TEMPLATE_IDS, offset: TEN.getTime() - Date.now(), delivery: DELIVERY }
    const child = fork(join(__dirname, 'support', 'reminder-process.mjs'), [JSON.stringify(order)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    children.push(child)
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => { reject(new Error(`the service ended (${code ?? 'killed'})`)) })
    })
    return child
  }

  /** Waits until something holds, at most so long. */
  async function until(holds: () => Promise<boolean>, limit: number): Promise<void> {
    for (let waited = 0; !(await holds()); waited += 20) {
      if (waited > limit) throw new Error('it takes too long')
      await sleep(20)
    }
  }

  beforeAll(async () => {
    standIn = await startWechatStandIn({ ...WECHAT, clock: new ManualClock(TEN), templates: standInTemplates() })
    app = await buildApp(testConfig(), { connection: database.connection, clock: new ManualClock(TEN) })
    await app.http.ready()
    await seed()
    // Every call takes a moment, so that some are under way whenever a process dies.
    await post('/_control', { next: 'slow', delay: 15, times: 2 * people, on: 'subscribe' } satisfies Trouble)
    const [victim, survivor] = await Promise.all([startProcess(), startProcess()])
    for (const child of [victim, survivor]) child.send('start')
    await until(async () => (await messages()).length >= people / 4, 30_000)
    killedAt = (await messages()).length
    victim.kill('SIGKILL')
    const { reminders } = reminderModels(database.connection)
    await until(async () => (await reminders.countDocuments({})) === people && (await reminders.findOne({ nextAt: { $exists: true } }).lean()) === null, 30_000)
    const over = new Promise((resolve) => survivor.once('exit', resolve))
    survivor.send('stop')
    await over
  })
  afterAll(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await app.close()
    await standIn.close()
  })

  return {
    killedAt: () => killedAt,
    result: async () => {
      const { reminders, credits: ledger } = reminderModels(database.connection)
      const rows = await reminders.find().lean()
      const arrived = await messages()
      const perPerson = new Map<string, number>()
      for (const { touser } of arrived) perPerson.set(touser, (perPerson.get(touser) ?? 0) + 1)
      const left = await ledger.aggregate<{ _id: string; left: number }>([{ $group: { _id: '$accountId', left: { $sum: '$delta' } } }])
      return {
        rows: rows.map((row) => ({ memberId: row.memberId.toHexString(), openid: openid(row.memberId.toHexString()), shown: row.shownAt !== null && row.unread, state: row.wechat.state })),
        messages: perPerson, balances: left.map((row) => row.left),
      }
    },
  }
}
interface Result { rows: { memberId: string; openid: string; shown: boolean; state: string }[]; messages: Map<string, number>; balances: number[] }

describe('500 reminders, one process killed, one acceptance each', () => {
  const people = 500
  const { result, killedAt } = scene(people, 1)
  it('reach everybody exactly once', async () => {
    const { rows, messages, balances } = await result()
    expect(killedAt()).toBeLessThan(people)
    expect([rows.length, new Set(rows.map((row) => row.memberId)).size]).toEqual([people, people])
    expect(rows.filter((row) => !row.shown)).toEqual([])
    expect(rows.filter((row) => messages.get(row.openid) !== 1)).toEqual([])
    expect(rows.filter((row) => row.state !== 'sent')).toEqual([])
    expect([balances.length, balances.filter((left) => left !== 0)]).toEqual([people, []])
  })
})

describe('200 reminders, one process killed, three acceptances each', () => {
  const people = 200
  const { result, killedAt } = scene(people, 3)
  it('reach nobody twice; of what was under way it is said that nobody knows', async () => {
    const { rows, messages, balances } = await result()
    expect(killedAt()).toBeLessThan(people)
    expect(rows.filter((row) => !row.shown)).toEqual([])
    expect(rows.filter((row) => (messages.get(row.openid) ?? 0) > 1)).toEqual([])
    const unsure = rows.filter((row) => row.state === 'unsure')
    expect(unsure.length).toBeLessThanOrEqual(DELIVERY.lanes)
    expect(rows.filter((row) => row.state === 'sent' && messages.get(row.openid) === 1)).toHaveLength(people - unsure.length)
    expect(balances.filter((left) => left !== 2)).toEqual([])
  })
})
