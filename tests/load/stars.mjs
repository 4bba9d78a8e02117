/**
 * `npm run bench:stars`: how long the stars of all branches take from zero, and one more fact, as JSON. Never asserts a time; exit code 1 only when a score is missing or wrong.
 * The store is a process of its own, filled by direct inserts. A smaller number of branches is measured whole and the time per branch given; the law alone runs over all of them.
 * Options: --branches 40 --members 50 --all 1000
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../scripts/lib/build.mjs'
import { ensureInstalled } from '../../scripts/lib/install.mjs'
import { Progress } from '../../scripts/lib/progress.mjs'
import { latencies } from './stats.mjs'

const progress = new Progress(process.stderr)
await ensureInstalled(progress)
await ensureBuilt(['service'], progress)

const require = createRequire(import.meta.url)
const dist = (path) => require(`../../server/dist/${path}.js`)
const { values } = parseArgs({ options: { branches: { type: 'string', default: '40' }, members: { type: 'string', default: '50' }, all: { type: 'string', default: '1000' } } })
const [branches, size, all] = ['branches', 'members', 'all'].map((name) => Number(values[name]))
const say = (sentence) => process.stderr.write(`${sentence}\n`)
const round = (value, digits = 2) => Number(value.toFixed(digits))

const { buildApp } = dist('app')
const { connectStore } = dist('store')
const { ManualClock } = dist('kernel/clock')
const { newId } = dist('kernel/ids')
const { activityModels } = dist('modules/activities/model')
const { attendanceModels } = dist('modules/attendance/model')
const { memberModels } = dist('modules/members/model')
const { orgModels } = dist('modules/orgs/model')
const { ratingModels } = dist('modules/ratings/model')
const { scoreOf } = dist('modules/ratings/rules')
const { digestOf } = dist('modules/ratings/digest')
const { reconcileRatings } = dist('modules/ratings/reconcile')
const { shippedSchemes } = dist('modules/ratings/scheme-store')

const GROUPS = 3
const NOW = new Date('2026-12-20T01:00:00Z')
const START = new Date('2025-06-01T00:00:00Z')
/** What a branch holds in a month: kind, day, and whom it is for. */
const MONTH = (month) => [
  ['theme-day', 8, 'all'], ['first-agenda', 3, 'all'], ['committee-meeting', 5, 'committee'], ['youth-study', 9, 'young'], ['youth-study', 23, 'young'],
  ...Array.from({ length: GROUPS }, (_, group) => ['group-meeting', 12 + group, group]),
  ...(month % 3 === 2 ? [['member-assembly', 16, 'all'], ['party-lecture', 17, 'all'], ['warning-education', 18, 'all'], ['volunteer', 19, 'all']] : []),
]

/** A branch with its people, meetings and attendance, as documents. */
function branchOf(rootId, index) {
  const [branchId, groups] = [newId(), Array.from({ length: GROUPS }, () => newId())]
  const org = (type, _id, name, parentId, scopeIds) => ({ _id, type, name, parentId, scopeIds, active: true, createdAt: START })
  const orgs = [org('branch', branchId, `第${index}支部`, rootId, [rootId, branchId]), ...groups.map((id, group) => org('group', id, `第${group}小组`, branchId, [rootId, branchId, id]))]
  const members = Array.from({ length: size }, (_, seat) => ({
    _id: newId(), name: `同志${seat}`, nameKey: `同志${seat}`, gender: null, birthMonth: null, phoneSealed: null, phoneLast4Index: null, status: 'full', branchId, groupId: groups[seat % GROUPS],
    joinedOn: null, confirmedOn: null, duties: null, note: null, floating: seat === 7, votingSuspended: false, active: true, version: 1, createdAt: START, updatedAt: START,
  }))
  const activities = []
  const attendance = []
  for (let month = 1; month <= 12; month += 1) {
    for (const [kind, day, whom] of MONTH(month)) {
      const startAt = new Date(Date.UTC(2026, month - 1, day, 1))
      if (startAt > NOW || (index + month) % 11 === 0 && kind === 'theme-day') continue
      const _id = newId()
      const owner = typeof whom === 'number' ? orgs[whom + 1] : orgs[0]
      activities.push({
        _id, kinds: [kind], title: '学条例', status: 'finished', ownerOrgId: owner._id, ownerName: owner.name, ownerType: owner.type, scopeIds: owner.scopeIds, ownerBranchId: branchId,
        audience: { orgIds: [], memberIds: [] }, guestIds: [], startAt, endAt: new Date(startAt.getTime() + 5_400_000), place: '302', agenda: [], note: null,
        checkIn: { opensMinutes: 30, lateMinutes: 10, ruleVersion: 1 }, epoch: 1, version: 3, requestKey: _id.toHexString(), createdBy: 'bench', createdAt: startAt, publishedAt: new Date(startAt.getTime() - 172_800_000),
        finishedAt: startAt, settledAt: startAt, cancelledReason: null,
      })
      const people = whom === 'all' ? members : whom === 'committee' ? members.slice(0, 5) : whom === 'young' ? members.slice(0, 12) : members.filter((_, seat) => seat % GROUPS === whom)
      people.forEach((member, seat) => {
        const state = (seat + month + index) % 9 === 0 ? 'absent' : 'present'
        const standing = { state, late: false, lateMinutes: 0, at: startAt, door: 'qr', flags: [], reason: null }
        attendance.push({
          ...standing, _id: newId(), activityId: _id, memberId: member._id, name: member.name, branchId, groupId: member.groupId, role: 'expected', votes: true, floating: member.floating, startAt, reply: null, deviceDigest: null,
          version: 1, cancelledAt: null, changes: [{ ...standing, version: 1, from: 'pending', recordedAt: startAt, actorAccountId: 'bench' }],
        })
      })
    }
  }
  return { branchId: branchId.toHexString(), orgs, members, activities, attendance }
}

const folder = await mkdtemp(join(tmpdir(), 'pioneer-stars-'))
const own = process.env.MONGODB_URI ? null : await require('@pioneer/embedded-mongo').spawnStore({ dataDir: join(folder, 'data'), socketPath: join(folder, 'store.sock') })
const uri = require('@pioneer/embedded-mongo').withDatabase(process.env.MONGODB_URI ?? own.uri, `bench_${randomBytes(4).toString('hex')}`)
const loadBefore = loadavg().map((load) => round(load))
try {
  const connection = await connectStore(uri)
  const clock = new ManualClock(NOW)
  const config = {
    mode: 'single', port: 0, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', mongoUri: uri, dataDir: '/nowhere', jwtSecret: Buffer.alloc(48, 1), dataKey: Buffer.alloc(48, 2), trustProxy: false, wechat: null, webRoot: null, innerPort: null, logLevel: 'silent',
  }
  const app = await buildApp(config, { connection, clock })
  const { ratings } = app.services
  const { Rating } = ratingModels(connection)

  say(`${branches} branches × ${size} members, a year's meetings …`)
  const rootId = newId()
  await orgModels(connection).orgs.collection.insertOne({ _id: rootId, type: 'committee', name: '机关党委', parentId: null, scopeIds: [rootId], active: true, createdAt: START })
  const ids = []
  let rows = 0
  const meetingsOf = new Map()
  for (let index = 0; index < branches; index += 1) {
    const one = branchOf(rootId, index)
    await orgModels(connection).orgs.collection.insertMany(one.orgs)
    await memberModels(connection).members.collection.insertMany(one.members)
    await activityModels(connection).Activity.collection.insertMany(one.activities)
    for (let from = 0; from < one.attendance.length; from += 1000) await attendanceModels(connection).attendance.collection.insertMany(one.attendance.slice(from, from + 1000))
    ids.push(one.branchId)
    meetingsOf.set(one.branchId, one.activities.map(({ _id }) => _id))
    rows += one.attendance.length
  }

  /** The control: the store walks over the same attendance and answers how much it was. */
  const control = async (id) => {
    const started = performance.now()
    await attendanceModels(connection).attendance.collection.countDocuments({ activityId: { $in: meetingsOf.get(id) } })
    return performance.now() - started
  }
  const compute = async (id) => {
    const started = performance.now()
    await ratings.compute(id)
    return performance.now() - started
  }
  for (const id of ids.slice(0, 3)) await compute(id)
  await Rating.collection.deleteMany({})

  say('from zero, by turns with the control …')
  globalThis.gc?.()
  const before = process.memoryUsage()
  let peak = before.rss
  const [times, reads] = [[], []]
  for (const id of ids) {
    reads.push(await control(id))
    times.push(await compute(id))
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  const sum = (list) => list.reduce((a, b) => a + b, 0)
  const half = Math.floor(times.length / 2)

  say('again with four at a time …')
  await Rating.collection.deleteMany({})
  const waiting = [...ids]
  const togetherStarted = performance.now()
  await Promise.all(Array.from({ length: 4 }, async () => { for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await ratings.compute(id) }))
  const together = performance.now() - togetherStarted

  say('one more fact …')
  const { accountId } = (await app.services.auth.sessions.web()).session.me
  await app.services.auth.grant({ accountId, role: 'committee-staff', orgId: rootId.toHexString(), grantedBy: null })
  const caller = await app.services.auth.caller(accountId)
  const enter = async (id, key) => {
    const started = performance.now()
    await ratings.enter(caller, id, { indicator: 'innovation', value: { count: 1 }, occurredOn: '2026-12-19', note: '案例', requestKey: key })
    return performance.now() - started
  }
  const entering = []
  const unread = []
  for (const [n, id] of ids.slice(0, 30).entries()) {
    entering.push(await enter(id, `bench-read-${n}`))
    // Nobody has looked at the branch lately: everything is read again.
    clock.advance(6 * 60_000)
    unread.push(await enter(id, `bench-unread-${n}`))
    await ratings.compute(ids[n + 1] ?? id)
  }

  say(`the law alone over ${all} branches …`)
  const kept = await Rating.find({ supersededAt: null }).lean()
  const [scheme] = shippedSchemes()
  const started = performance.now()
  let checksum = 0
  for (let index = 0; index < all; index += 1) {
    const { inputs } = kept[index % kept.length]
    checksum += scoreOf(scheme, inputs).score + digestOf(1, inputs).length
  }
  const law = performance.now() - started

  const faults = []
  for await (const fault of reconcileRatings(connection, app.context)) faults.push(fault.what)
  const ok = faults.length === 0 && kept.length === branches && checksum > 0
  const perBranch = sum(times) / times.length
  console.log(JSON.stringify({
    bench: 'stars',
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore, loadAfter: loadavg().map((load) => round(load)) },
    store: own ? 'embedded, own process, unix socket' : 'MONGODB_URI',
    method: `gathering, scoring and keeping of ${branches} branches measured whole, one after another, each beside its control; ${all} branches are that time per branch multiplied, NOT measured; the law alone is measured over ${all} inputs`,
    data: { branches, membersEach: size, meetings: sum([...meetingsOf.values()].map((list) => list.length)), attendanceRows: rows },
    control: { countAttendanceOfABranchMs: latencies(reads) },
    computeABranchMs: latencies(times), timesControl: round(perBranch / (sum(reads) / reads.length)),
    secondHalfToFirst: round(sum(times.slice(half)) / (times.length - half) / (sum(times.slice(0, half)) / half)),
    fromZero: { measuredSeconds: round(sum(times) / 1000), perBranchMs: round(perBranch), extrapolatedSecondsForAll: round(perBranch * all / 1000), fourAtATimePerBranchMs: round(together / branches) },
    memoryMB: { before: Math.round(before.rss / 2 ** 20), peak: Math.round(peak / 2 ** 20) },
    lawAlone: { branches: all, ms: round(law) },
    oneMoreFactToScoreMs: { readInTheLastFiveMinutes: latencies(entering), notReadLately: latencies(unread) },
    scores: kept.length, reconcileFaults: faults.length, ok,
  }, null, 2))
  await app.close()
  await connection.close()
  process.exitCode = ok ? 0 : 1
} finally {
  await own?.close()
  await rm(folder, { recursive: true, force: true })
}
