import fc from 'fast-check'
import { ManualClock } from '../src/kernel/clock'
import { authModels } from '../src/modules/auth/model'
import { createAuthService } from '../src/modules/auth/service'
import { ProblemError } from '../src/kernel/problems'
import { useDatabase } from './support/database'
import { buildHouse, problemOf, type House } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let house: House
/** A second process on the same store. */
let other: House['auth']
beforeAll(async () => {
  house = await buildHouse(database.connection, clock, { wechat: { code2Session: (code) => Promise.resolve({ openid: code }), accessToken: () => Promise.reject(new Error('unused')), sendSubscribeMessage: () => Promise.reject(new Error('unused')) } })
  other = createAuthService(house.context, { ...house, wechat: null })
})

describe('demo accounts', () => {
  it('exist in demo mode only', async () => {
    const member = await house.addMember('赵演示', '13900000001')
    const accountId = await house.auth.ensureDemoAccount('member', { memberId: member })
    expect(await house.auth.ensureDemoAccount('member', { memberId: member })).toBe(accountId)
    expect(await problemOf(house.auth.sessions.demo('member'))).toBe('not-found')
    const demo = createAuthService({ ...house.context, config: { ...house.context.config, mode: 'demo' } }, { ...house, wechat: null })
    const { session, refresh } = await demo.sessions.demo('member')
    expect(session.me).toMatchObject({ kind: 'demo', bound: true, member: { name: '赵演示', branchName: '第一党支部' }, grants: [{ role: 'member', orgName: '第一党支部' }] })
    expect(session.expiresIn).toBe(900)
    expect(house.auth.verifyAccess(session.accessToken)).toBe(accountId)
    expect(refresh).not.toBeNull()
    expect(await problemOf(demo.sessions.demo('committee'))).toBe('not-found')
  })
})

describe('WeChat', () => {
  it('makes one account per openid, however many log in at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 8 }, () => house.auth.sessions.wechat('o-same')))
    expect(new Set(sessions.map(({ session }) => session.me.accountId)).size).toBe(1)
    expect(sessions[0]).toMatchObject({ refresh: null, session: { me: { kind: 'wechat', bound: false, member: null, grants: [] } } })
    expect((await house.auth.sessions.wechat('o-other')).session.me.accountId).not.toBe(sessions[0]!.session.me.accountId)
    expect(await problemOf(other.sessions.wechat('o-same'))).toBe('wechat-unavailable')
  })

  it('lets a shut account no longer in', async () => {
    const { accountId } = (await house.auth.sessions.wechat('o-shut')).session.me
    await authModels(database.connection).accounts.updateOne({ openid: 'o-shut' }, { $set: { disabled: true } })
    expect(await problemOf(house.auth.sessions.wechat('o-shut'))).toBe('forbidden')
    clock.advance(10_000)
    expect(await house.auth.caller(accountId)).toBeNull()
  })
})

describe('the refresh cookie', () => {
  const start = async (): Promise<string> => (await house.auth.sessions.web()).refresh!

  it('is turned over at each use', async () => {
    const first = await start()
    const second = (await house.auth.sessions.refresh(first)).refresh!
    const third = (await other.sessions.refresh(second)).refresh!
    expect(new Set([first, second, third]).size).toBe(3)
    expect(await problemOf(house.auth.sessions.refresh(undefined))).toBe('refresh-invalid')
    expect(await problemOf(house.auth.sessions.refresh(`${third}x`))).toBe('refresh-invalid')
  })

  it('gets the same successor from every process when it is sent many times at once, and within the minute', async () => {
    const first = await start()
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 ? house.auth : other).sessions.refresh(first)))
    expect(new Set(answers.map(({ refresh }) => refresh)).size).toBe(1)
    clock.advance(60_000)
    expect((await house.auth.sessions.refresh(first)).refresh).toBe(answers[0]!.refresh)
    clock.advance(1)
    expect(await problemOf(house.auth.sessions.refresh(first))).toBe('refresh-invalid')
    // A copy was used: the family has ended, also for its newest.
    expect(await problemOf(house.auth.sessions.refresh(answers[0]!.refresh!))).toBe('refresh-invalid')
  })

  it('ends the family when one older than the last is used again, even at once', async () => {
    const first = await start()
    const second = (await house.auth.sessions.refresh(first)).refresh!
    const third = (await house.auth.sessions.refresh(second)).refresh!
    expect(await problemOf(house.auth.sessions.refresh(first))).toBe('refresh-invalid')
    expect(await problemOf(house.auth.sessions.refresh(third))).toBe('refresh-invalid')
  })

  it('ends with the sign-out, and after sixty days unused', async () => {
    const first = await start()
    await house.auth.sessions.logout(first)
    await house.auth.sessions.logout('nonsense')
    expect(await problemOf(house.auth.sessions.refresh(first))).toBe('refresh-invalid')
    const second = await start()
    clock.advance(60 * 86_400_000)
    expect(await problemOf(house.auth.sessions.refresh(second))).toBe('refresh-invalid')
  })

  it('holds against a model of any history of uses and pauses', async () => {
    const step = fc.record({ back: fc.nat(2), pause: fc.constantFrom(0, 1_000, 59_000, 61_000) })
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const cookies = [await start()]
      let turnedAt = clock.now().getTime()
      let alive = true
      for (const { back, pause } of steps) {
        clock.advance(pause)
        const use = Math.max(0, cookies.length - 1 - back)
        const age = cookies.length - 1 - use
        const grace = age === 1 && clock.now().getTime() - turnedAt <= 60_000
        const expected: boolean = alive && (age === 0 || grace)
        alive = expected
        const got = await house.auth.sessions.refresh(cookies[use]).catch((error: unknown) => (error instanceof ProblemError ? null : Promise.reject(error as Error)))
        expect(got !== null).toBe(expected)
        if (!got) continue
        if (age === 0) {
          cookies.push(got.refresh!)
          turnedAt = clock.now().getTime()
        } else expect(got.refresh).toBe(cookies.at(-1))
      }
    }), { numRuns: 30 })
  })
})

describe('callers', () => {
  it('are read together, kept ten seconds, and read anew after a change here', async () => {
    const member = await house.addMember('钱缓存', '13900000002')
    const caller = await house.bound(member)
    expect(await other.caller(caller.accountId)).toMatchObject({ memberId: member, branchId: house.first, consented: true, boundAt: clock.now() })
    await house.auth.grant({ memberId: member, role: 'secretary', orgId: house.first, grantedBy: null })
    await house.auth.grant({ memberId: member, role: 'secretary', orgId: house.first, grantedBy: null })
    const roles = async (auth: House['auth']): Promise<string[]> => (await auth.caller(caller.accountId))!.grants.map((grant) => grant.role)
    expect(await roles(house.auth)).toEqual(['member', 'secretary'])
    expect(await roles(other)).toEqual(['member'])
    clock.advance(10_000)
    expect(await roles(other)).toEqual(['member', 'secretary'])
  })
})
