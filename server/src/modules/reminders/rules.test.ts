import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { timeOf } from '../../kernel/calendar'
import { fieldValue } from '../../wechat/fields'
import { parseReminderRules } from './rule-schema'
import { shippedReminderRules } from './rule-store'
import { dueAt, fill, inTime, mayAnswer, mayAskAgain, meetingNeeds, nextStep, paperNeeds, quietUntil, reachOf, type Attempt, type MeetingFacts, type Outcome } from './rules'

const [shipped] = shippedReminderRules()
if (!shipped) throw new Error('no rules are shipped')
const rules = shipped
const instant = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)

describe('quiet hours', () => {
  it('end at the next morning, and outside of them nothing waits', () => {
    expect(quietUntil(rules.quiet, new Date('2026-11-20T13:29:59Z'))).toBeNull()
    expect(quietUntil(rules.quiet, new Date('2026-11-20T13:30:00Z'))).toEqual(new Date('2026-11-20T23:30:00Z'))
    expect(quietUntil(rules.quiet, new Date('2026-11-20T16:00:00Z'))).toEqual(new Date('2026-11-20T23:30:00Z'))
    expect(quietUntil(rules.quiet, new Date('2026-11-20T23:29:59Z'))).toEqual(new Date('2026-11-20T23:30:00Z'))
    expect(quietUntil(rules.quiet, new Date('2026-11-20T23:30:00Z'))).toBeNull()
  })

  it('always end within a day, at their end, and are over then', () => {
    fc.assert(fc.property(instant, clock, clock, (now, from, to) => {
      fc.pre(from !== to)
      const end = quietUntil({ from, to }, now)
      if (!end) return
      expect(end.getTime()).toBeGreaterThan(now.getTime())
      expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(86_400_000)
      expect(timeOf(end)).toBe(to)
      expect(quietUntil({ from, to }, end)).toBeNull()
    }))
  })
})

describe('when a reminder is due', () => {
  it('is so long before, or when half the time is over, and not made when it is too late', () => {
    const start = new Date('2026-11-20T02:00:00Z')
    expect(dueAt(start, 60)).toEqual(new Date('2026-11-20T01:00:00Z'))
    expect(dueAt(start, 1440, new Date('2026-11-10T20:00:00Z'))).toEqual(new Date('2026-11-19T02:00:00Z'))
    expect(dueAt(start, 1440, new Date('2026-11-19T20:00:00Z'))).toEqual(new Date('2026-11-19T23:00:00Z'))
    expect([inTime(start, 120, new Date('2026-11-20T04:00:00Z')), inTime(start, 120, new Date('2026-11-20T04:00:01Z'))]).toEqual([true, false])
  })
})

describe('whether a reminder still has a purpose', () => {
  const start = new Date('2026-11-20T02:00:00Z')
  const end = new Date('2026-11-20T03:30:00Z')
  const before = new Date('2026-11-20T01:00:00Z')
  const facts: MeetingFacts = { status: 'published', startAt: start, endAt: end, plannedFor: null, part: { role: 'expected', state: 'pending', reply: null, request: null } }
  const part = facts.part!

  it('before, during and after the meeting', () => {
    const at = (now: Date) => (['meeting-soon', 'remind-reply', 'meeting-started', 'remind-sign-in'] as const).map((code) => meetingNeeds(code, facts, now))
    expect([at(before), at(start), at(end)]).toEqual([[true, true, true, true], [false, false, true, true], [false, false, false, false]])
    expect([mayAnswer(facts, before), mayAnswer(facts, start)]).toEqual([true, false])
  })

  it.each(['draft', 'finished', 'cancelled'] as const)('not of a meeting that is %s', (status) => {
    expect(meetingNeeds('remind-sign-in', { ...facts, status }, before)).toBe(false)
  })

  it('not when it was moved, and not for those who came, are on leave, guests or nobody', () => {
    expect(meetingNeeds('meeting-soon', { ...facts, plannedFor: before }, before)).toBe(false)
    for (const state of ['present', 'leave', 'absent', 'made-up'] as const) expect(meetingNeeds('meeting-started', { ...facts, part: { ...part, state } }, start)).toBe(false)
    for (const other of [{ ...part, role: 'guest' as const }, null]) expect(meetingNeeds('remind-sign-in', { ...facts, part: other }, start)).toBe(false)
  })

  it('not of signing in while a request waits for others', () => {
    for (const kind of ['leave', 'sign-in'] as const) {
      const asked = (state: 'pending' | 'rejected') => ({ ...facts, part: { ...part, request: { kind, state, reason: '出差' } } })
      for (const code of ['meeting-started', 'remind-sign-in'] as const) expect([meetingNeeds(code, asked('pending'), start), meetingNeeds(code, asked('rejected'), start)]).toEqual([false, true])
    }
  })

  it('of an answer only while there is none', () => {
    const asked = (state: 'pending' | 'approved' | 'rejected' | 'withdrawn') => ({ ...facts, part: { ...part, request: { kind: 'leave' as const, state, reason: '出差' } } })
    expect(meetingNeeds('remind-reply', { ...facts, part: { ...part, reply: 'attend' } }, before)).toBe(false)
    expect((['pending', 'approved', 'rejected', 'withdrawn'] as const).map((state) => meetingNeeds('remind-reply', asked(state), before))).toEqual([false, false, true, true])
  })

  it('of a paper while it is open and not done', () => {
    expect((['todo', 'doing', 'done', 'missed', null] as const).map((state) => paperNeeds({ open: true, state }))).toEqual([true, true, false, false, false])
    expect(paperNeeds({ open: false, state: 'todo' })).toBe(false)
  })
})

it('somebody is reached by WeChat, the inbox or a call', () => {
  expect(reachOf({ bound: false, template: true, credits: 3 })).toBe('call')
  expect(reachOf({ bound: true, template: true, credits: 0 })).toBe('inbox')
  expect(reachOf({ bound: true, template: false, credits: 3 })).toBe('inbox')
  expect(reachOf({ bound: true, template: true, credits: 1 })).toBe('wechat')
})

describe('what follows from an answer', () => {
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.constantFrom<Outcome>({ kind: 'not-reached' }, { kind: 'unknown' }),
    fc.oneof(fc.constantFrom(0, ...rules.answers.noCredit, ...rules.answers.end, ...rules.answers.retry.map((row) => row.errcode)), fc.integer()).map((errcode): Outcome => ({ kind: 'answered', errcode })))
  const attempt: fc.Arbitrary<Attempt> = fc.record({ outcome, tries: fc.integer({ min: 1, max: 20 }), again: fc.boolean() })

  it('nothing that may have arrived gives its acceptance back or is begun anew', () => {
    fc.assert(fc.property(attempt, (given) => {
      const step = nextStep(rules, given)
      const open = given.again || given.outcome.kind === 'unknown'
      if (open) expect(['sent', 'ask-again', 'unsure']).toContain(step.do)
    }))
  })

  it('success is success, and only WeChat says so', () => {
    fc.assert(fc.property(attempt, (given) => {
      const said = given.outcome.kind === 'answered' && (given.outcome.errcode === 0 || (given.again && rules.answers.noCredit.includes(given.outcome.errcode)))
      expect(nextStep(rules, given).do === 'sent').toBe(said)
    }))
  })

  it('it comes to an end', () => {
    fc.assert(fc.property(attempt, (given) => {
      const step = nextStep(rules, { ...given, tries: 20 })
      expect(['retry', 'ask-again']).not.toContain(step.do)
    }))
  })

  it('another call is made only where it cannot arrive beside the first', () => {
    expect([mayAskAgain({ sole: true, moved: false }), mayAskAgain({ sole: false, moved: false }), mayAskAgain({ sole: true, moved: true })]).toEqual([true, false, false])
  })
})

describe('the rules as data', () => {
  it('name a page of the mini-program in each template', () => {
    for (const template of rules.templates) expect(existsSync(join(__dirname, '../../../../miniapp/src', `${(template.page.split('?')[0] ?? '')}.tsx`))).toBe(true)
  })

  const spoilt = (change: (copy: typeof rules) => void): (() => unknown) => () => {
    const copy = structuredClone(rules)
    change(copy)
    return parseReminderRules(copy)
  }
  it('are refused when they make no sense', () => {
    expect(spoilt(() => undefined)()).toEqual(rules)
    expect(spoilt((copy) => { copy.rules.pop() })).toThrow('account-unbound is missing')
    expect(spoilt((copy) => { copy.rules.push(copy.rules[0]!) })).toThrow('a code stands twice')
    expect(spoilt((copy) => { copy.rules[0]!.title = '{score}' })).toThrow('meeting-soon knows no word {score}')
    expect(spoilt((copy) => { copy.templates.pop() })).toThrow('paper-due has no template')
    expect(spoilt((copy) => { copy.templates[0]!.fields[0]!.key = 'amount1' })).toThrow('amount1 of no known type')
    expect(spoilt((copy) => { copy.answers.end.push(43101) })).toThrow('an errcode stands twice')
    expect(spoilt((copy) => { copy.quiet.from = '24:00' })).toThrow('/quiet/from')
  })

  it('words are filled in, unknown ones leave nothing', () => {
    expect(fill('{title}，{time} 开始{x}', { title: '主题党日', time: '09:00' })).toBe('主题党日，09:00 开始')
  })
})

describe('a field of a message', () => {
  it('is cut where it still reads', () => {
    expect(fieldValue('thing1', '十一月主题党日')).toBe('十一月主题党日')
    expect(fieldValue('thing1', '学习贯彻党的二十届四中全会精神专题组织生活会')).toBe('学习贯彻党的二十届四中全会精神专题组织…')
    expect(fieldValue('thing1', ' 第一行\n第二行\u202e ')).toBe('第一行 第二行')
    expect(fieldValue('thing1', `${'长'.repeat(18)}😀尾`)).toBe(`${'长'.repeat(18)}…`)
    expect([fieldValue('thing3', ''), fieldValue('phrase2', 'abc进行中好了吗'), fieldValue('character_string4', '编号A-1'), fieldValue('number5', '12.5分')]).toEqual(['无', '进行中好了', 'A-1', '12.5'])
    expect(() => fieldValue('amount1', '1')).toThrow('amount1')
    expect(() => fieldValue('time1', '')).toThrow('time1')
  })
})
