/** The service under load: a process of its own on the given store, told what to do by its parent. */
import { createRequire } from 'node:module'
import { closedLoop } from './client.mjs'

const require = createRequire(import.meta.url)
const dist = (path) => require(`../../server/dist/${path}.js`)
const { buildApp } = dist('app')
const { connectStore } = dist('store')
const { systemClock } = dist('kernel/clock')
const { newId, toId } = dist('kernel/ids')
const { inTransaction } = dist('kernel/transaction')
const { activityModels } = dist('modules/activities/model')
const { attendanceModels } = dist('modules/attendance/model')
const { authModels } = dist('modules/auth/model')
const { pointsModels } = dist('modules/points/model')
const { reconcileAttendance } = dist('modules/attendance/reconcile')
const { reconcilePoints } = dist('modules/points/reconcile')
const { studyModels } = dist('modules/study/model')
const { reconcileStudy } = dist('modules/study/reconcile')

const { uri, counting } = JSON.parse(process.argv[2])
const connection = await connectStore(counting ? `${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true` : uri)
const config = {
  mode: 'single', port: 0, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', mongoUri: uri, dataDir: '/nowhere', jwtSecret: Buffer.alloc(48, 1), dataKey: Buffer.alloc(48, 2),
  trustProxy: false, wechat: null, wechatTemplates: {}, webRoot: null, logLevel: 'silent',
}
const app = await buildApp(config, { connection, clock: systemClock })
await app.http.listen({ port: 0, host: '127.0.0.1' })
const { services } = app
const { attendance: rows } = attendanceModels(connection)
const { Entry } = pointsModels(connection)

/** Commands, and those a caller waits for until they are on the disk: commits, and writes outside transactions. */
const sent = { commands: 0, durable: 0, names: {} }
const WRITES = ['insert', 'update', 'delete', 'findAndModify']
if (counting) {
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    sent.commands += 1
    sent.names[commandName] = (sent.names[commandName] ?? 0) + 1
    if (commandName === 'commitTransaction' || (WRITES.includes(commandName) && command.autocommit === undefined)) sent.durable += 1
  })
}

let branchId
const people = []

async function seed(count) {
  const root = await services.orgs.create({ type: 'committee', name: '机关党委', parentId: null })
  const branch = await services.orgs.create({ type: 'branch', name: '压测支部', parentId: root._id.toHexString() })
  branchId = branch._id.toHexString()
  const { accounts } = authModels(connection)
  const boundAt = new Date(systemClock.now().getTime() - 86_400_000)
  for (let from = 0; from < count; from += 500) {
    const size = Math.min(500, count - from)
    const made = await inTransaction(connection, (session) => services.members.write(Array.from({ length: size }, (_, index) => ({ id: null, fields: { name: `同志${from + index}`, status: 'full', branchId } })), session))
    const batch = made.map(({ id }) => ({ memberId: id, accountId: newId() }))
    await accounts.insertMany(batch.map(({ memberId, accountId }) => ({
      _id: accountId, kind: 'wechat', openid: `bench-${memberId}`, memberId: toId(memberId), boundAt, consent: { version: '1', acceptedAt: boundAt, withdrawnAt: null }, name: null, createdAt: boundAt, disabled: false,
    })))
    people.push(...batch.map(({ memberId, accountId }) => ({ memberId, accountId: accountId.toHexString(), token: services.auth.issueAccess(accountId.toHexString()) })))
  }
  return people.map(({ token }) => token)
}

/** A meeting that begins in ten minutes with the first `count` people on its list. */
async function meeting(count) {
  const now = systemClock.now().getTime()
  const activity = {
    _id: newId(), kinds: ['theme-day'], title: '压测主题党日', status: 'published', ownerOrgId: toId(branchId), ownerName: '压测支部', ownerType: 'branch', scopeIds: [toId(branchId)], ownerBranchId: toId(branchId),
    audience: { orgIds: [], memberIds: [] }, guestIds: [], startAt: new Date(now + 600_000), endAt: new Date(now + 6_000_000), place: '礼堂', agenda: [], note: null,
    checkIn: { opensMinutes: 30, lateMinutes: 10, ruleVersion: 1 }, epoch: 1, version: 1, requestKey: newId().toHexString(), createdBy: 'bench', createdAt: new Date(now), publishedAt: new Date(now),
    finishedAt: null, settledAt: null, cancelledReason: null,
  }
  await activityModels(connection).Activity.create([activity])
  for (let from = 0; from < count; from += 500) {
    const list = people.slice(from, Math.min(count, from + 500)).map(({ memberId }) => ({ memberId, name: '同志', branchId, groupId: null, role: 'expected', votes: true, floating: false }))
    await inTransaction(connection, (session) => services.attendance.freezeExpected(activity, list, session))
  }
  return activity
}
const shown = (activity) => services.checkIns.shown(activity, systemClock.now())

/** The writes of one sign-in and nothing else, through mongoose: the control. */
async function rawTransactions(activity, count, concurrency) {
  const at = systemClock.now()
  const next = { state: 'present', late: false, lateMinutes: 0, at, door: 'qr', flags: [], reason: null }
  return closedLoop(count, concurrency, (index) => inTransaction(connection, async (session) => {
    const memberId = toId(people[index].memberId)
    await rows.findOneAndUpdate(
      { activityId: activity._id, memberId, version: 0, cancelledAt: null },
      { $set: { ...next, version: 1, deviceDigest: 'bench' }, $push: { changes: { ...next, version: 1, from: 'pending', recordedAt: at, actorAccountId: people[index].accountId } } },
      { returnDocument: 'after', session }).lean()
    await Entry.insertMany([{
      _id: newId(), memberId, year: 2026, rule: 'theme-day-attended', ruleVersion: 1, heading: 'duty', source: `activity:${activity._id.toHexString()}`, sourceTitle: activity.title, n: 1, delta: 1, target: 1,
      occurredAt: activity.startAt, recordedAt: at, actorAccountId: people[index].accountId, reason: '参加主题党日', evidence: null, previousId: null,
    }], { session, lean: true, ordered: true })
  }))
}

async function inProcess(activity, count, concurrency) {
  const { ticket } = shown(activity)
  const callers = await Promise.all(people.slice(0, count).map(({ accountId }) => services.auth.caller(accountId)))
  return closedLoop(count, concurrency, (index) => services.checkIns.redeem(callers[index], { ticket, deviceId: `device-${index}` }))
}

/** Exactly one attendance, one entry and the right total each. */
async function verify(activity, count) {
  const listed = await rows.find({ activityId: activity._id }).lean()
  const entries = await Entry.find({ rule: 'theme-day-attended', source: `activity:${activity._id.toHexString()}` }).lean()
  const perMember = new Map()
  for (const { memberId, target } of entries) perMember.set(memberId.toHexString(), [...(perMember.get(memberId.toHexString()) ?? []), target])
  const counts = await services.attendance.countsOf(activity._id.toHexString())
  return {
    expected: count, present: counts.present,
    oneAttendanceEach: listed.length === count && listed.every(({ state, version, changes }) => state === 'present' && version === 1 && changes.length === 1),
    oneEntryEach: perMember.size === count && [...perMember.values()].every((targets) => targets.length === 1 && targets[0] === 1),
  }
}

/** Every member's folded year against what the meetings so far gave, and the whole store reconciled. */
async function verifyTotals(sample) {
  const now = systemClock.now()
  let wrong = 0
  for (const { memberId } of people.slice(0, sample)) {
    const { headings } = await services.points.year(memberId, now.getFullYear(), now)
    const earned = (await Entry.find({ memberId: toId(memberId) }).lean()).reduce((sum, { delta }) => sum + delta, 0)
    if (headings.find(({ heading }) => heading === 'duty').points !== Math.min(earned, 12)) wrong += 1
  }
  const faults = []
  for await (const fault of reconcilePoints(connection)) faults.push(fault.what)
  for await (const fault of reconcileAttendance(connection, services, { activities: 0, attendances: 0 })) faults.push(fault.what)
  return { totalsChecked: sample, totalsWrong: wrong, reconcileFaults: faults.length, firstFault: faults[0] ?? null }
}

/** A paper for everybody, due tomorrow. */
async function paper(questions) {
  const [bank] = await services.bank.banksFor(branchId)
  const draw = { bankId: bank.id, single: Math.ceil(questions / 2), multiple: Math.floor(questions / 4), judge: questions - Math.ceil(questions / 2) - Math.floor(questions / 4), seed: 1 }
  const { id } = await services.study.papersDesk.assign({ accountId: people[0].accountId, memberId: people[0].memberId, grants: [] }, branchId,
    { title: '压测测试', draw, dueAt: new Date(systemClock.now().getTime() + 86_400_000).toISOString(), requestKey: newId().toHexString() })
  return { id }
}

/** Every answer that was acknowledged stands in its result, each person has one result, and the ledger says what it must. */
async function verifyPaper(id, sent) {
  const attempts = new Map((await studyModels(connection).Attempt.find({ type: 'paper', ref: id }).lean()).map((attempt) => [attempt.memberId.toHexString(), attempt]))
  let [answersChecked, answersLost, resultsWrong] = [0, 0, 0]
  for (const [who, answers] of sent.entries()) {
    const attempt = attempts.get(people[who].memberId)
    if (attempt?.state !== 'handed-in') resultsWrong += 1
    for (const [questionId, keys] of answers) {
      answersChecked += 1
      const mark = attempt?.result?.marks.find((item) => item.questionId.toHexString() === questionId)
      if (mark?.given.join() !== [...keys].sort().join()) answersLost += 1
    }
  }
  const faults = []
  for await (const fault of reconcilePoints(connection)) faults.push(fault.what)
  for await (const fault of reconcileStudy(connection, services, { tasks: 0, attempts: 0 })) faults.push(fault.what)
  return { answersChecked, answersLost, resultsWrong, attempts: attempts.size, reconcileFaults: faults.length, firstFault: faults[0] ?? null }
}

const meetings = new Map()
const orders = {
  seed: ({ count }) => seed(count),
  async meeting({ count }) {
    const activity = await meeting(count)
    const id = activity._id.toHexString()
    meetings.set(id, activity)
    return { id }
  },
  shown: ({ id }) => shown(meetings.get(id)),
  async screen({ id }) {
    const caller = await services.auth.caller(people[0].accountId)
    return (await services.screens.pair(caller, id, {})).displayToken
  },
  raw: ({ id, count, concurrency }) => rawTransactions(meetings.get(id), count, concurrency),
  inProcess: ({ id, count, concurrency }) => inProcess(meetings.get(id), count, concurrency),
  paper: ({ questions }) => paper(questions),
  verifyPaper: ({ id, sent: answers }) => verifyPaper(id, answers),
  verify: ({ id, count }) => verify(meetings.get(id), count),
  verifyTotals: ({ sample }) => verifyTotals(sample),
  counted() {
    const now = { ...sent, names: { ...sent.names } }
    Object.assign(sent, { commands: 0, durable: 0, names: {} })
    return now
  },
  cpu: () => ({ ...process.cpuUsage(), rss: process.memoryUsage().rss }),
  async stop() {
    await app.close()
    await connection.close()
    setImmediate(() => process.disconnect())
  },
}

process.on('message', async ({ n, order, ...given }) => {
  try {
    process.send({ n, answer: (await orders[order](given)) ?? null })
  } catch (error) {
    process.send({ n, error: error.stack ?? String(error) })
  }
})
process.send({ ready: `http://127.0.0.1:${app.http.server.address().port}` })
