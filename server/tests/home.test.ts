import { createConnection, type Connection } from 'mongoose'
import type { Caller } from '../src/kernel/access'
import { ManualClock } from '../src/kernel/clock'
import { composeServices, prepareStore, type Services } from '../src/compose'
import { useDatabase } from './support/database'
import { buildMeetings, type Meetings } from './support/meetings'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
/** A connection that tells every command it sends. */
let watched: Connection
let commands: string[] = []
let house: Meetings
let services: Services
let member: Caller
let memberId: string
const ids: Record<string, string> = {}

/** What a first screen costs, and what it says. */
async function open(caller: Caller) {
  commands = []
  const screen = await services.home.home(caller)
  return { screen, commands, bytes: Buffer.byteLength(JSON.stringify(screen)) }
}

beforeAll(async () => {
  watched = await createConnection(database.uri, { monitorCommands: true }).asPromise()
  watched.getClient().on('commandStarted', ({ commandName }) => { commands.push(commandName) })
  house = await buildMeetings(watched, clock)
  await prepareStore(house.context)
  services = composeServices(house.context)
  memberId = house.people[0]!
  member = await house.bound(memberId)

  clock.set('2026-10-15T01:00:00Z')
  ids['october'] = await house.published({ title: '十月主题党日' }, 1)
  ids['lecture'] = await house.published({ title: '十月党课', kinds: ['party-lecture'] }, 3)
  clock.set('2026-10-15T02:05:00Z')
  await house.arrive(ids['october'], memberId)
  clock.set('2026-11-20T01:00:00Z')
  ids['today'] = await house.published({ title: '十一月主题党日' }, 0)
  ids['evening'] = await house.published({ title: '晚上的党课', kinds: ['party-lecture'] }, 9)
  ids['next'] = await house.published({ title: '支部党员大会', kinds: ['member-assembly'] }, 72)
  await house.activities.create(house.plan({ title: '十二月主题党日' }, 24 * 20), house.secretary)
})
afterAll(() => watched.close())

describe('the first screen', () => {
  it('shows a member what is on now, what waits for them, and their year', async () => {
    // The first one of a process reads content and rules that are kept for a while.
    expect((await open(member)).commands.length).toBeLessThanOrEqual(24)
    const { screen, commands: sent, bytes } = await open(member)
    expect(screen.me.member?.id).toBe(memberId)
    expect(screen.today).toMatchObject({ id: ids['today'], phase: 'open', canManage: false, mine: { role: 'expected', state: 'pending' } })
    expect(screen.upcoming).toBeNull()
    // Today's lesson of the shipped book waits until the evening's end.
    expect(screen.todos.map((todo) => [todo.kind, todo.activityId])).toEqual([['reply', ids['evening']], ['lesson', null], ['reply', ids['next']]])
    expect(screen.todos[1]).toMatchObject({ dueAt: '2026-11-20T15:59:59.999Z', note: expect.stringMatching(/^微党课 · \d 分钟，5 道题$/) as string, ref: expect.stringMatching(/^L\d\d$/) as string })
    expect(screen.todoCount).toBe(3)
    expect(screen.inbox).toEqual({ unread: 0 })
    expect(screen.desk).toBeNull()
    expect(screen.year).toMatchObject({ year: 2026, total: 16, themeDays: { present: 1, leave: 0, absent: 0 } })
    expect(screen.year!.headings[0]).toMatchObject({ heading: 'duty', points: 1, max: 35 })
    expect(screen.year!.stamps.map((stamp) => stamp.state).slice(8)).toEqual(['none', 'present', 'pending', 'future'])
    expect(bytes).toBeLessThan(20_000)
    // Each answer is a read by index; what is counted here is what a first screen costs the store.
    expect(sent.length).toBeLessThanOrEqual(16)
    expect(sent.every((name) => ['find', 'aggregate'].includes(name))).toBe(true)
  })

  it('no longer asks who has answered', async () => {
    await house.attendance.reply(member, ids['next']!)
    expect((await open(member)).screen.todos.map((todo) => [todo.kind, todo.activityId])).toEqual([['reply', ids['evening']], ['lesson', null]])
  })

  it('asks for a paper until it is answered, and counts what nobody has read yet', async () => {
    const { secretary } = house
    const [bank] = (await services.bankDesk.list(secretary, house.first)).banks
    const draw = { bankId: bank!.id, single: 3, multiple: 0, judge: 2, seed: 1 }
    const paper = await services.study.papersDesk.assign(secretary, house.first, { title: '第四季度理论测试', draw, dueAt: '2026-11-22T10:00:00.000Z', requestKey: 'home-paper-1' })
    ids['paper'] = paper.id
    const { screen } = await open(member)
    expect(screen.todos.at(-1)).toMatchObject({ kind: 'paper', ref: paper.id, note: '5 题，可答 3 次', dueAt: '2026-11-22T10:00:00.000Z' })
    expect(screen.inbox!.unread).toBeGreaterThan(0)
  })

  it('shows those who run the branch the room, the requests, the newcomers and the draft', async () => {
    await house.attendance.ask(await house.bound(house.people[1]!), ids['next']!, { kind: 'leave', reason: '出差' })
    const newcomer = await house.newcomer()
    await house.auth.bind(newcomer, { name: '党员乙', phoneLast4: '0001', consent: true })
    await house.arrive(ids['today']!, house.people[2]!)
    await open(house.secretary)
    const { screen, commands: sent, bytes } = await open(house.secretary)
    const desk = screen.desk!
    expect(desk).toMatchObject({ live: { activity: { id: ids['today'], canManage: true }, counts: { expected: 11, present: 1 } }, pendingRequests: 1, pendingBindings: 1 })
    // Eleven are on both lists; for the later meeting one has answered and one asked for leave.
    expect(desk.due.filter((todo) => todo.kind !== 'duty').map(({ kind, activityId, ref, count }) => [kind, activityId ?? ref, count])).toEqual([
      ['reply-missing', ids['evening'], 11], ['paper-missing', ids['paper'], 11], ['reply-missing', ids['next'], 9],
    ])
    const duties = desk.due.filter((todo) => todo.kind === 'duty')
    expect(duties.map((todo) => todo.orgId)).toEqual(duties.map(() => house.first))
    expect(duties.length).toBeGreaterThan(1)
    expect(desk.due.map((todo) => todo.dueAt)).toEqual(desk.due.map((todo) => todo.dueAt).sort())
    // Two replies, lesson and paper of their own; one line for the duties, three for missing answers, a leave, a newcomer, a draft.
    expect(screen.todos).toHaveLength(11)
    expect(screen.todoCount).toBe(11)
    expect(bytes).toBeLessThan(20_000)
    expect(sent.length).toBeLessThanOrEqual(23)
  })

  it('turns to the next meeting when there is none today', async () => {
    clock.set('2026-11-21T01:00:00Z')
    const { screen } = await open(member)
    expect(screen.today).toBeNull()
    expect(screen.upcoming).toMatchObject({ id: ids['next'], phase: 'before' })
    clock.set('2026-11-20T01:00:00Z')
  })

  it('asks nothing of the ledger for whoever is not bound', async () => {
    const { screen, commands: sent } = await open(await house.newcomer())
    expect(screen).toMatchObject({ me: { bound: false }, today: null, upcoming: null, todos: [], todoCount: 0, year: null, desk: null })
    expect(sent.length).toBeLessThanOrEqual(3)
  })
})
