import type { Caller } from '../src/kernel/access'
import { composeServices, prepareStore } from '../src/compose'
import { ManualClock } from '../src/kernel/clock'
import { ensureDemo } from '../src/modules/demo/service'
import { useDatabase } from './support/database'
import { testContext } from './support/house'

const database = useDatabase()
const cutOff = useDatabase()
const clock = new ManualClock('2026-11-22T02:03:20Z')
const said: string[] = []

async function start() {
  const context = testContext(database.connection, clock, { mode: 'demo' })
  await prepareStore(context)
  const began = performance.now()
  const result = await ensureDemo({ connection: database.connection, clock, progress: (sentence) => { said.push(sentence) }, servicesAt: (own) => composeServices({ ...context, clock: own }) })
  const took = Math.round(performance.now() - began)
  const services = composeServices(context)
  const login = async (account: 'member' | 'member2' | 'secretary' | 'committee'): Promise<Caller> => (await services.auth.caller((await services.auth.sessions.demo(account)).session.me.accountId))!
  return { result, took, services, login }
}

describe('the demo', () => {
  it('is an office with a year behind it and a meeting around now', async () => {
    const { result, took, services, login } = await start()
    process.stderr.write(`demo made in ${took} ms, ${said.length} lines of progress\n`)
    expect(result).toMatchObject({ created: true, accounts: [{ account: 'member', name: '周若敏' }, { account: 'member2' }, { account: 'secretary' }, { account: 'committee' }] })
    const orgs = await services.orgs.all()
    expect(orgs.filter((org) => org.type === 'branch')).toHaveLength(6)
    const everybody = await services.members.ofOrgs([orgs[0]!._id.toHexString()])
    expect(everybody.length).toBeGreaterThan(115)
    expect(new Set(everybody.map((member) => member.name)).size).toBe(everybody.length)
    expect(everybody.filter((member) => member.status === 'probationary').length).toBeGreaterThan(3)
    expect(everybody.filter((member) => member.floating).length).toBeGreaterThan(1)
    expect(everybody.filter((member) => member.votingSuspended)).toHaveLength(1)

    const callers = { member: await login('member'), member2: await login('member2'), secretary: await login('secretary'), committee: await login('committee') }
    expect(new Set([callers.member, callers.member2, callers.secretary].map((caller) => caller.branchId)).size).toBe(1)
    expect(callers.secretary.grants).toContainEqual({ role: 'secretary', orgId: callers.member.branchId })
    expect(callers.committee.grants).toEqual([{ role: 'committee-staff', orgId: orgs[0]!._id.toHexString() }])
    for (const caller of [callers.member, callers.member2, callers.secretary]) {
      const home = await services.home.home(caller)
      expect(home.today).toMatchObject({ status: 'published', kinds: ['theme-day'], startAt: '2026-11-22T02:10:00.000Z', phase: 'open', mine: { state: 'pending', role: 'expected' } })
      expect(home.year!.stamps.slice(0, 10).every((stamp) => ['present', 'leave', 'absent'].includes(stamp.state))).toBe(true)
      expect(home.year!.total).toBeGreaterThan(20)
      expect(home.todoCount).toBeGreaterThan(0)
    }
    const { desk } = await services.home.home(callers.secretary)
    expect(desk).toMatchObject({ pendingRequests: 1, pendingBindings: 1 })
    expect(desk!.live!.counts.present).toBeGreaterThan(4)
    expect(desk!.live!.counts.missing).toBeGreaterThan(4)
    const upcoming = await services.activities.list({ scope: 'upcoming' }, callers.member)
    expect(upcoming.items.map((item) => item.kinds[0]).sort()).toEqual(expect.arrayContaining(['organization-life', 'party-lecture', 'theme-day']))
  }, 180_000)

  it('has nothing to do a minute later', async () => {
    clock.advance(60_000)
    const before = said.length
    const { result, took } = await start()
    process.stderr.write(`second start ${took} ms\n`)
    expect(result.created).toBe(false)
    expect(said).toHaveLength(before)
  })

  it('calls a new meeting once a demo account has signed in, and keeps the points', async () => {
    const { services, login } = await start()
    const member = await login('member')
    const meeting = (await services.home.home(member)).today!
    clock.set('2026-11-22T02:12:00Z')
    await services.attendance.arrive(await services.activities.get(meeting.id), { memberId: member.memberId!, at: clock.now(), door: 'qr', flags: [], jti: null, deviceDigest: null, actorAccountId: member.accountId })
    const earned = (await services.home.home(member)).year!.total
    const again = await start()
    const home = await again.services.home.home(await again.login('member'))
    expect(home.today).toMatchObject({ startAt: '2026-11-22T02:20:00.000Z', mine: { state: 'pending' } })
    expect(home.today!.id).not.toBe(meeting.id)
    expect(home.year!.total).toBe(earned)
    expect((await again.services.activities.get(meeting.id)).status).toBe('finished')
  })

  it('calls yet another one when it starts again within the same five minutes', async () => {
    const { services, login } = await start()
    const member = await login('member')
    const meeting = (await services.home.home(member)).today!
    await services.attendance.arrive(await services.activities.get(meeting.id), { memberId: member.memberId!, at: clock.now(), door: 'qr', flags: [], jti: null, deviceDigest: null, actorAccountId: member.accountId })
    clock.advance(20_000)
    const again = await start()
    const home = await again.services.home.home(await again.login('member'))
    expect(home.today).toMatchObject({ startAt: meeting.startAt, status: 'published', mine: { state: 'pending' } })
    expect(home.today!.id).not.toBe(meeting.id)
    expect((await again.services.activities.get(meeting.id)).status).toBe('cancelled')
  })

  it('fills in what passed while it was off: nobody is absent for that', async () => {
    clock.set('2027-01-12T02:00:00Z')
    const { services, login } = await start()
    const member = await login('member')
    const home = await services.home.home(member)
    expect(home.today).toMatchObject({ startAt: '2027-01-12T02:05:00.000Z', mine: { state: 'pending' } })
    const last = await services.points.year(member.memberId!, 2026, clock.now())
    expect(last.entries.filter((entry) => entry.rule === 'absent-without-leave')).toEqual([])
    const past = await services.activities.list({ scope: 'past' }, member)
    expect(past.items[0]!.startAt > '2027-01-01').toBe(true)
    expect(past.items.every((item) => item.status === 'finished')).toBe(true)
  }, 60_000)
})

describe('a first start that is cut off', () => {
  it('is finished by the next one', async () => {
    const own = new ManualClock('2026-02-10T02:00:00Z')
    const context = testContext(cutOff.connection, own, { mode: 'demo' })
    await prepareStore(context)
    const { connection } = cutOff
    const run = (servicesAt: Parameters<typeof ensureDemo>[0]['servicesAt']) => ensureDemo({ connection, clock: own, progress: () => undefined, servicesAt })
    let arrivals = 0
    await expect(run((clock) => {
      const services = composeServices({ ...context, clock })
      const arrive: typeof services.attendance.arrive = (...args) => {
        arrivals += 1
        return arrivals > 60 ? Promise.reject(new Error('killed')) : services.attendance.arrive(...args)
      }
      return { ...services, attendance: { ...services.attendance, arrive } }
    })).rejects.toThrow('killed')
    await new Promise((resolve) => { setTimeout(resolve, 1_000) })

    own.advance(60_000)
    await run((clock) => composeServices({ ...context, clock }))
    const { activities, attendance } = connection.collections
    const ended = await activities!.find({ endAt: { $lt: own.now() } }).toArray()
    expect(ended.length).toBeGreaterThan(30)
    expect(new Set(ended.map((activity) => activity['status']))).toEqual(new Set(['finished']))
    expect(await attendance!.countDocuments({ activityId: { $in: ended.map((activity) => activity._id) }, state: 'pending' })).toBe(0)
    const keys = (await activities!.find({}).toArray()).map((activity) => activity['requestKey'] as string)
    expect(new Set(keys).size).toBe(keys.length)
    const members = await connection.collections['members']!.countDocuments({})
    expect(members).toBe(122)
  }, 180_000)
})
