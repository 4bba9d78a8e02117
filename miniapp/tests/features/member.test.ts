import type { Home } from '@pioneer/shared-types/home/schemas'
import type { MyExport } from '@pioneer/shared-types/me/schemas'
import { ATTENDANCE_STATES } from '@pioneer/shared-types/constants'
import {
  attendanceNote, countsText, dataNote, dayInWords, exportFile, isCovered, lookNote, lookOf, lookTime, maskPhone, shownValue, statsOf,
} from '@/features/member/model'

describe('values that are kept', () => {
  test('a phone number is covered until it is asked for', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect(isCovered('13812345678')).toBe(true)
    expect(shownValue('13812345678', false)).toBe('138****5678')
    expect(shownValue('13812345678', true)).toBe('13812345678')
  })

  test('nothing else is covered: months, years and words stay', () => {
    expect(['1990-05', '2026', '正式党员', null].map(isCovered)).toEqual([false, false, false, false])
    expect(shownValue('1990-05', false)).toBe('1990-05')
  })

  test('days are in words, and what is empty says so', () => {
    expect(shownValue('2009-06-26', false)).toBe('2009年6月26日')
    expect(shownValue('2026-01-01 08:00', false)).toBe('2026-01-01 08:00')
    expect([shownValue(null, false), shownValue('', true)]).toEqual(['没有填', '没有填'])
    expect([dayInWords(null), dayInWords('2009-06')]).toEqual([null, null])
  })
})

describe('what 我的 says under its rows', () => {
  test('what is never kept', () => {
    expect(dataNote(undefined)).toBe('每一项都写着为什么、谁能看')
    expect(dataNote({ neverKept: ['身份证号', '定位坐标', '工资'] })).toBe('不含身份证号、定位坐标和工资')
    expect(dataNote({ neverKept: ['工资'] })).toBe('不含工资')
    expect(dataNote({ neverKept: [] })).toBe('每一项都写着为什么、谁能看')
  })

  test('who looked last', () => {
    expect(lookNote(undefined)).toBe('谁、什么时候、看了什么')
    expect(lookNote({ items: [] })).toBe('还没有人看过')
    const look = { at: '2026-11-17T16:30:00Z', who: '陈国栋', role: '支部书记', what: '出勤名单' }
    expect(lookNote({ items: [look] })).toBe('最近：陈国栋，11月18日，出勤名单')
  })

  test('two figures, where there is a year', () => {
    const year: NonNullable<Home['year']> = { year: 2026, total: 71, headings: [], stamps: [], themeDays: { present: 10, leave: 1, absent: 0 } }
    expect(statsOf(year)).toEqual([{ value: 71, label: '今年积分' }, { value: 10, label: '主题党日次数' }])
    expect(statsOf(null)).toBeNull()
  })

  test('a look in another year carries the year', () => {
    const now = Date.parse('2026-01-05T00:00:00Z')
    expect(lookTime('2025-12-31T15:59:00Z', now)).toBe('2025年12月31日 23:59')
    expect(lookTime('2025-12-31T16:00:00Z', now)).toBe('1月1日 00:00')
  })
})

describe('attendance', () => {
  test('every state has its own word, and a seal or a shape', () => {
    const words = ATTENDANCE_STATES.map((state) => lookOf({ state, late: false }).word)
    expect(words).toEqual(['还没签到', '已到', '请假', '缺席', '已补'])
    expect(lookOf({ state: 'present', late: true })).toMatchObject({ word: '迟到', seal: 'dao' })
    expect(lookOf({ state: 'absent', late: false })).toMatchObject({ seal: null, lamp: 'bad' })
  })

  test('says when and by which door, or who decided', () => {
    const note = (change: Partial<Parameters<typeof attendanceNote>[0]>) =>
      attendanceNote({ startAt: '2026-11-20T01:00:00Z', state: 'present', at: '2026-11-20T01:02:00Z', door: 'qr', ...change })
    expect(note({})).toBe('20日 周五 · 09:02 扫码签到')
    expect(note({ at: null })).toBe('20日 周五 · 扫码签到')
    expect(note({ state: 'pending', at: null, door: null })).toBe('20日 周五')
    expect(note({ state: 'leave', at: null, door: 'request' })).toBe('20日 周五 · 请假获批')
    expect(note({ state: 'leave', at: null, door: 'tap' })).toBe('20日 周五 · 书记记下')
    expect(note({ state: 'absent', at: null, door: 'job' })).toBe('20日 周五 · 系统判定')
    expect(note({ state: 'made-up', at: null, door: 'request' })).toBe('20日 周五 · 补签确认')
  })
})

test('the export is a file named by its Shanghai day, readable and complete', () => {
  const record: MyExport = {
    exportedAt: '2026-11-21T16:30:00Z', attendance: [{ state: 'present' }], points: [], requests: [], study: [], reminders: [],
    data: { fields: [], neverKept: [], counts: { attendance: 1, points: 0, requests: 0 }, consent: { version: '2026-11', acceptedAt: null } },
  }
  const { name, text } = exportFile(record)
  expect(name).toBe('我的记录-2026-11-22.json')
  expect(JSON.parse(text)).toEqual(record)
  expect(text).toContain('\n  "attendance"')
  expect(countsText(record.data.counts)).toBe('1 条考勤、0 笔积分、0 个申请')
})
