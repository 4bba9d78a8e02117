import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import type { MyExport } from '@pioneer/shared-types/me/schemas'
import { Dice } from '../support/dice'
import { runBuilt } from '../support/process'
import { Client } from './client'
import { History } from './history'
import { makeOffice, type Office } from './office'
import { Mortal, type Victim } from './service'

/**
 * kill -9 of service, store or both at any moment: nothing acknowledged is lost, nothing counted twice. The real service on a data folder, a branch
 * at work in it, and a killer; what was not answered is sent again, what was answered is looked for at the end. LONG=1 kills sixty times.
 */
const KILLS = process.env.LONG ? 60 : 5
/** How long the history goes on until every kind of work has succeeded once, milliseconds. */
const PATIENCE = 40_000
const SEED = Number(process.env.SEED ?? 20_261_122)
const NAMES = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫'].map((family) => `${family}同志`)
jest.setTimeout(process.env.LONG ? 1_200_000 : 150_000)

interface KeptChange { version: number; from: string; state: string; at: string | null }
interface KeptAttendance { activityId: string; memberId: string; state: string; version: number; changes: KeptChange[]; cancelledAt: string | null }
interface KeptEntry { _id: string; memberId: string; rule: string; source: string; n: number; delta: number; target: number; previousId: string | null }
interface KeptRequest { _id: string; state: string }
interface Kept { attendance: KeptAttendance[]; points: KeptEntry[]; requests: KeptRequest[] }

const dataDir = mkdtempSync(join(tmpdir(), 'pioneer-crash-'))
const service = new Mortal(dataDir)
const dice = new Dice(SEED)
let office: Office
let history: History
const kept = new Map<string, Kept>()

beforeAll(async () => {
  await service.start()
  office = await makeOffice(service, NAMES)
  history = new History(office, dice)
  await history.open()
  const work = history.run()
  for (let count = 0; count < KILLS; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, dice.between(300, 1_200)))
    await service.kill((['store', 'service', 'both'] as Victim[])[count % 3] as Victim)
  }
  // On a busy machine some kinds of work come late; without them the history would prove little.
  for (const end = Date.now() + PATIENCE; notYetDone().length > 0 && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 200))
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  history.stop()
  await work
  for (const { memberId, client } of office.members) kept.set(memberId, await client.must<MyExport>('GET', '/me/export') as unknown as Kept)
})
afterAll(async () => {
  await service.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const keptOf = (memberId: string): Kept => kept.get(memberId) ?? { attendance: [], points: [], requests: [] }

/** Kinds of work of which nothing has succeeded so far. */
function notYetDone(): string[] {
  const done = (what: string): boolean => [...history.tally.keys()].some((key) => key.startsWith(what) && key.endsWith('done'))
  return ['redeem', 'set', 'ask', 'decide', 'publish'].filter((what) => !done(what))
}

it(`the branch has been at work (SEED=${SEED})`, () => {
  expect(notYetDone()).toEqual([])
  expect(history.tally.get('sent again') ?? 0).toBeGreaterThan(0)
})

it('a service that was killed never answers with a fault of its own', () => {
  // With what the service has logged beside it.
  expect(Client.faults.length === 0 ? [] : [...Client.faults, ...service.log.slice(-20)]).toEqual([])
})

it('every acknowledged sign-in and tap is there, once', () => {
  const lost = history.acknowledged.attendance.filter((ack) => {
    const rows = keptOf(ack.memberId).attendance.filter((row) => row.activityId === ack.activityId)
    const change = rows[0]?.changes[ack.version - 1]
    const same = ack.version === 0 ? ack.state === 'pending' : change?.version === ack.version && change.state === ack.state && change.at === ack.at
    return rows.length !== 1 || !same
  })
  expect(lost).toEqual([])
})

it('every acknowledged entry is there, and every chain is whole', () => {
  const entries = [...kept.values()].flatMap(({ points }) => points)
  const byId = new Map(entries.map((entry) => [entry._id, entry]))
  expect(byId.size).toBe(entries.length)
  expect(history.acknowledged.entries.filter(({ id, memberId, n, delta }) => {
    const entry = byId.get(id)
    return entry?.memberId !== memberId || entry.n !== n || entry.delta !== delta
  })).toEqual([])
  const chains = new Map<string, KeptEntry[]>()
  for (const entry of entries) {
    const key = `${entry.rule} ${entry.source} ${entry.memberId}`
    chains.set(key, [...chains.get(key) ?? [], entry])
  }
  const broken = [...chains].filter(([, chain]) => {
    const links = [...chain].sort((a, b) => a.n - b.n)
    return links.some((entry, index) => entry.n !== index + 1 || entry.target !== (links[index - 1]?.target ?? 0) + entry.delta || entry.previousId !== (links[index - 1]?._id ?? null))
  })
  expect(broken).toEqual([])
})

it('points are what the attendance is worth, each once', () => {
  const wrong = [...kept.values()].flatMap(({ attendance, points }) => attendance.filter((row) => {
    const standing = points.filter((entry) => entry.source === `activity:${row.activityId}`)
    const sum = (rule: string): number => standing.filter((entry) => entry.rule.includes(rule)).reduce((total, { delta }) => total + delta, 0)
    const present = row.state === 'present' && row.cancelledAt === null
    const absent = row.state === 'absent' && row.cancelledAt === null
    return (present && sum('attended') < 1) || (!present && row.state !== 'made-up' && sum('attended') !== 0) || sum('absent') !== (absent ? -2 : 0)
  }))
  expect(wrong).toEqual([])
})

it('every acknowledged request and decision stands', () => {
  const final = new Map([...kept.values()].flatMap(({ requests }) => requests).map((request) => [request._id, request.state]))
  expect(history.acknowledged.requests.filter(({ id, state }) => !final.has(id) || (state !== '' && state !== 'pending' && final.get(id) !== state))).toEqual([])
})

it('every acknowledged meeting stands, and what was called off stays so', async () => {
  const [secretary] = office.officers
  for (const id of history.acknowledged.published) {
    const { status } = await (secretary as Client).must<ActivityDetail>('GET', `/activities/${id}`)
    expect(status).toMatch(history.acknowledged.cancelled.has(id) ? /^cancelled$/ : /^(published|finished|cancelled)$/)
  }
})

it('the books agree, beside the running service and after it, and whoever waits when it ends is answered', async () => {
  const books = () => runBuilt('cli/reconcile.js', service.env)
  const beside = await books()
  expect([beside.code, beside.err]).toEqual([0, ''])
  const [secretary] = office.officers
  const [meeting = ''] = [...history.acknowledged.published].filter((id) => !history.acknowledged.cancelled.has(id))
  const screen = (query: string): Promise<Response> => fetch(`${service.url}/api/v1/activities/${meeting}/screen${query}`, { headers: { authorization: `Bearer ${(secretary as Client).token}` } })
  const { rev } = (await (await screen('')).json()) as ScreenState
  const waiting = Promise.all(Array.from({ length: 5 }, () => screen(`?since=${rev}`)))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await service.stop()).toBe(0)
  expect((await waiting).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const after = await books()
  expect([after.code, after.err]).toEqual([0, ''])
  expect(after.out).toContain('对账无误')
})
