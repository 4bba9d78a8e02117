import type { ActivitySummary, MyPart } from '@pioneer/shared-types/activities/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { deskName, deskNote, dueText, greetingLine, marksOf, nextOf, todayCard, todayOf, underGreeting, yearWords } from '@/features/home/model'

const at = (time: string, day = 20) => Date.parse(`2026-11-${day}T${time}:00+08:00`)

const part = (change: Partial<MyPart> = {}): MyPart => ({
  role: 'expected', state: 'pending', late: false, at: null, door: null, reply: null, request: null, ...change,
})

const activity = (change: Partial<ActivitySummary> = {}): ActivitySummary => ({
  id: 'a'.repeat(24), title: '学条例、议规划', kinds: ['theme-day'], status: 'published', ownerOrgId: 'b'.repeat(24), ownerName: '支部', ownerType: 'branch',
  startAt: '2026-11-20T01:00:00.000Z', endAt: '2026-11-20T02:30:00.000Z', place: '302', phase: 'before',
  opensAt: '2026-11-20T00:30:00.000Z', lateAt: '2026-11-20T01:10:00.000Z', mine: part(), canManage: false, ...change,
})

const home = (change: Partial<Home> = {}): Home => ({
  serverTime: '2026-11-20T01:00:00.000Z',
  me: {
    accountId: 'c'.repeat(24), kind: 'demo', bound: true, grants: [], consent: { version: '1', acceptedAt: null }, pendingBinding: null,
    member: { id: 'm', name: '周敏', status: 'full', branchId: 'b', branchName: '综合规划处党支部', groupId: 'g', groupName: '第二党小组', joinedOn: null },
  },
  today: null, upcoming: null, todos: [], todoCount: 0, year: null, inbox: { unread: 0 }, desk: null, ...change,
})

describe('greeting', () => {
  test('by the hour in Shanghai', () => {
    expect(greetingLine('周敏', at('09:01'))).toBe('周敏同志，早上好')
    expect(greetingLine('周敏', at('12:00'))).toBe('周敏同志，中午好')
    expect(greetingLine('周敏', at('15:00'))).toBe('周敏同志，下午好')
    expect(greetingLine(undefined, at('20:00'))).toBe('晚上好')
    expect(underGreeting(home().me, at('09:00'))).toBe('11月20日 星期五 · 第二党小组')
  })
})

describe('which meeting leads', () => {
  test('what the service calls today’s, on the day it said so', () => {
    expect(todayOf(home({ today: activity() }), at('07:00'))).not.toBeNull()
    expect(todayOf(home({ today: activity() }), at('07:00', 21))).toBeNull()
  })

  test('what was next becomes today’s when the day has come', () => {
    const upcoming = activity({ startAt: '2026-11-21T01:00:00.000Z', endAt: '2026-11-21T02:00:00.000Z', opensAt: '2026-11-21T00:30:00.000Z' })
    expect(nextOf(home({ upcoming }), at('09:00'))).toBe(upcoming)
    expect(todayOf(home({ upcoming }), at('09:00', 21))).toBe(upcoming)
    expect(nextOf(home({ upcoming }), at('09:00', 21))).toBeNull()
  })

  test('a meeting over midnight is still today’s', () => {
    const night = activity({
      startAt: '2026-11-20T15:40:00.000Z', endAt: '2026-11-20T17:00:00.000Z', opensAt: '2026-11-20T15:10:00.000Z', lateAt: '2026-11-20T15:50:00.000Z',
    })
    expect(todayOf(home({ today: night }), at('00:30', 21))).toBe(night)
  })
})

describe('today’s page', () => {
  test('before: a line, no button', () => {
    expect(todayCard(activity(), at('08:00'), null)).toMatchObject({
      signIn: false, line: { text: '还没到签到时间，08:30 开始', lamp: 'todo' }, action: 'see',
    })
  })

  test('open and late: the red button and what counts', () => {
    expect(todayCard(activity(), at('09:00'), null)).toMatchObject({ signIn: true, timeNote: '09:10 前签到算准时', line: null })
    expect(todayCard(activity(), at('09:30'), null)).toMatchObject({ signIn: true, timeNote: '现在签到会记迟到', line: null })
  })

  test('closed: the way to ask for it', () => {
    expect(todayCard(activity(), at('11:00'), null)).toMatchObject({
      signIn: false, line: { text: '签到 10:30 已结束。到过会的，请书记补记' }, action: 'ask',
    })
  })

  test('signed in: a line with the record, never a grey button', () => {
    const signed = activity({ mine: part({ state: 'present', at: '2026-11-20T01:02:00.000Z' }) })
    expect(todayCard(signed, at('09:30'), null)).toMatchObject({ signIn: false, line: { text: '已签到 09:02', lamp: 'ok' }, action: 'record' })
    const late = activity({ mine: part({ state: 'present', at: '2026-11-20T01:16:00.000Z', late: true }) })
    expect(todayCard(late, at('11:30'), null).line?.text).toBe('已签到 09:16 · 迟到')
  })

  test('kept on the phone: says so instead of asking again', () => {
    expect(todayCard(activity(), at('09:03'), at('09:02'))).toMatchObject({
      signIn: false, line: { text: '09:02 的签到存在手机上，等网络', lamp: 'warn' },
    })
  })

  test('leave, requests, not on the list, cancelled', () => {
    expect(todayCard(activity({ mine: part({ state: 'leave' }) }), at('09:00'), null)).toMatchObject({ signIn: true, line: { text: '已请假。人来了也可以签到' } })
    const asked = part({ request: { kind: 'sign-in', state: 'pending', reason: 'x' } })
    expect(todayCard(activity({ mine: asked }), at('11:00'), null)).toMatchObject({ signIn: false, line: { text: '补签待确认，书记点一下就好' } })
    expect(todayCard(activity({ mine: null }), at('09:00'), null)).toMatchObject({ signIn: false, line: { text: '你不在这次活动的名单里' } })
    expect(todayCard(activity({ status: 'cancelled' }), at('09:00'), null)).toMatchObject({ signIn: false, line: { text: '这次活动已取消' } })
  })
})

describe('the year', () => {
  const stamps: NonNullable<Home['year']>['stamps'] = Array.from({ length: 12 }, (_, index) => ({
    month: index + 1,
    state: index === 7 ? 'leave' : index < 10 ? 'present' : index === 10 ? 'none' : 'future',
  }))
  const year: NonNullable<Home['year']> = { year: 2026, total: 70, headings: [], stamps, themeDays: { present: 9, leave: 1, absent: 0 } }

  test('words over the stamps', () => {
    expect(yearWords(year, at('09:00'))).toEqual({ count: 9, rest: '次到会，8 月请假。11 月这一格等着盖印。' })
    expect(marksOf(stamps)).toMatchObject({ 1: 'dao', 8: 'jia' })
    expect(marksOf(stamps)[11]).toBeUndefined()
  })
})

describe('what waits', () => {
  const todo: Home['todos'][number] = { kind: 'reply', title: '', note: '', dueAt: null, activityId: null, orgId: null, count: 1, ref: null }

  test('when it is due', () => {
    const due = (iso: string) => dueText({ ...todo, dueAt: iso }, at('09:00'))
    expect(due('2026-11-20T15:00:00Z')).toBe('今天')
    expect(due('2026-11-21T15:00:00Z')).toBe('明天')
    expect(due('2026-11-27T01:00:00Z')).toBe('还剩 7 天')
    expect(due('2026-11-19T01:00:00Z')).toBe('已过期')
    expect(dueText({ ...todo, kind: 'leave-request', count: 3 }, at('09:00'))).toBe('3 件')
  })

  test('the desk is a secretary’s only for those of a branch', () => {
    const grant = (role: 'secretary' | 'group-leader' | 'committee-staff' | 'operator') => ({ ...home().me, grants: [{ role, orgId: 'b'.repeat(24), orgName: '支部', orgType: 'branch' as const }] })
    expect([grant('secretary'), grant('group-leader'), grant('committee-staff'), grant('operator'), null].map(deskName)).toEqual(['书记工作台', '书记工作台', '工作台', '工作台', '工作台'])
  })

  test('the desk in one line', () => {
    expect(deskNote({ live: null, pendingRequests: 0, pendingBindings: 0 })).toBe('新建活动、出勤名单、导入名册')
    expect(deskNote({ live: null, pendingRequests: 2, pendingBindings: 1 })).toBe('2 件补签、请假等你确认；1 人等认证')
  })
})
