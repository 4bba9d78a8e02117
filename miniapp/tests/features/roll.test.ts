import type { AttendanceRequest, AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import {
  arrivedNote, byPlace, correctionsFor, groupRank, lateWords, missingRows, nextLeaving, NO_TAPS, placeNote, rollGroups, tapForgotten, tapSent,
  tapsAt, tapTaken, undoFailed, undoSent, UNDO_MS, waitingNotice,
} from '@/features/roll/model'

const row = (name: string, part: Partial<AttendanceRow> = {}): AttendanceRow => ({
  id: name, activityId: 'a', memberId: `m-${name}`, role: 'expected', state: 'pending', late: false, lateMinutes: 0, at: null, door: null, flags: [],
  version: 0, name, groupName: '第一党小组', branchName: '支部', votes: true, floating: false, reason: null, ...part,
})
const NOW = Date.parse('2026-11-20T01:06:00.000Z')
const zhao = row('赵立新')
const sun = row('孙晓燕', { groupName: '第二党小组' })
const taken = (at: number) => tapTaken(tapSent(NO_TAPS, zhao), zhao.memberId, { version: 1, at: new Date(at).toISOString() }, at)

describe('a tapped row', () => {
  test('stays eight seconds after the service has it, though the list no longer names it', () => {
    const taps = taken(NOW)
    expect(missingRows([sun], taps).map(({ row: one, tap }) => [one.name, tap?.stage ?? null])).toEqual([['赵立新', 'tapped'], ['孙晓燕', null]])
    expect(nextLeaving(taps)).toBe(NOW + UNDO_MS)
    expect(tapsAt(taps, NOW + UNDO_MS - 1)).toBe(taps)
    expect(tapsAt(taps, NOW + UNDO_MS)).toEqual({})
    expect(missingRows([sun], tapsAt(taps, NOW + UNDO_MS))).toHaveLength(1)
  })

  test('is shown once while an older answer still names it', () => {
    expect(missingRows([zhao, sun], taken(NOW)).map(({ row: one }) => one.name)).toEqual(['赵立新', '孙晓燕'])
  })

  test('does not leave while it is on its way, or while it is being taken back', () => {
    const sending = tapSent(NO_TAPS, zhao)
    expect(nextLeaving(sending)).toBeNull()
    expect(tapsAt(sending, NOW + 60_000)).toBe(sending)
    const undoing = undoSent(taken(NOW), zhao.memberId)
    expect(tapsAt(undoing, NOW + 60_000)).toBe(undoing)
  })

  test('keeps the version to undo; a failed undo gives eight more seconds', () => {
    const taps = taken(NOW)
    expect(taps[zhao.memberId]?.version).toBe(1)
    expect(nextLeaving(undoFailed(undoSent(taps, zhao.memberId), zhao.memberId, NOW + 5_000))).toBe(NOW + 5_000 + UNDO_MS)
    expect(tapForgotten(taps, zhao.memberId)).toEqual({})
  })

  test('an answer for a row nobody tapped changes nothing', () => {
    expect(tapTaken(NO_TAPS, 'x', { version: 1, at: null }, NOW)).toBe(NO_TAPS)
    expect(undoSent(NO_TAPS, 'x')).toBe(NO_TAPS)
  })
})

describe('order and words', () => {
  test('groups in their own order, not that of the dictionary', () => {
    expect(['第三党小组', '第一党小组', '第十一党小组', '第二党小组', '第十党小组', '第二十党小组'].sort((a, b) => groupRank(a) - groupRank(b))).toEqual([
      '第一党小组', '第二党小组', '第三党小组', '第十党小组', '第十一党小组', '第二十党小组',
    ])
    expect(groupRank('第3党小组')).toBe(3)
    expect(groupRank('青年党小组')).toBe(Infinity)
    expect([row('乙', { groupName: null }), row('甲', { groupName: '第二党小组' }), row('丙')].sort(byPlace).map(({ name }) => name)).toEqual(['丙', '甲', '乙'])
  })

  test('what stands under a name', () => {
    expect(placeNote(row('甲', { floating: true }))).toBe('第一党小组 · 流动党员')
    expect(placeNote(row('甲', { groupName: null, state: 'absent' }))).toBe('支部 · 缺席')
    expect(arrivedNote(row('甲', { state: 'present', at: '2026-11-20T01:16:00.000Z', door: 'qr', late: true, lateMinutes: 16 }))).toBe('09:16 扫码签到 · 迟到 16 分钟')
    expect(arrivedNote(row('甲', { state: 'made-up', door: 'tap', reason: '已补学' }))).toBe('已补 · 已补学')
  })

  test('who came stands newest first, guests who have not come apart', () => {
    const groups = rollGroups([
      row('甲', { state: 'present', at: '2026-11-20T01:00:00.000Z' }),
      row('乙', { state: 'present', at: '2026-11-20T01:02:00.000Z' }),
      row('丙', { state: 'leave' }),
      row('丁', { role: 'guest' }),
      row('戊'),
    ])
    expect(groups.arrived.map(({ name }) => name)).toEqual(['乙', '甲'])
    expect(groups.leave.map(({ name }) => name)).toEqual(['丙'])
    expect(groups.guestsWaiting.map(({ name }) => name)).toEqual(['丁'])
  })

  test('nobody is called absent before the end', () => {
    for (const state of ['pending', 'present', 'leave', 'made-up'] as const) {
      expect(correctionsFor(state, false)).not.toContain('absent')
      expect(correctionsFor(state, true)).not.toContain(state)
    }
    expect(correctionsFor('present', true)).not.toContain('made-up')
    expect(correctionsFor('absent', true)).not.toContain('pending')
  })

  test('the foot says until when it counts as on time', () => {
    const activity = { status: 'published', opensAt: '2026-11-20T00:30:00Z', lateAt: '2026-11-20T01:10:00Z', endAt: '2026-11-20T02:30:00Z', finishedAt: null } as const
    const at = (time: string) => Date.parse(`2026-11-20T${time}:00+08:00`)
    expect(lateWords(activity, at('08:00'))).toBe('还没到签到时间，08:30 开始')
    expect(lateWords(activity, at('09:06'))).toBe('09:10 后签到记为迟到')
    expect(lateWords(activity, at('09:11'))).toBe('现在签到会记迟到')
    expect(lateWords(activity, at('11:00'))).toBe('签到 10:30 已结束')
    expect(lateWords({ ...activity, status: 'finished', finishedAt: '2026-11-20T02:10:00Z' }, at('10:20'))).toBe('签到 10:10 已结束')
  })
})

describe('what waits for a decision', () => {
  const request = (name: string, part: Partial<AttendanceRequest> = {}): AttendanceRequest => ({
    id: name, activityId: 'a', activityTitle: '主题党日', startAt: '2026-11-20T01:00:00Z', memberId: name, name, kind: 'sign-in', state: 'pending', reason: '离线补送',
    ticketAt: '2026-11-20T00:57:00Z', createdAt: '2026-11-20T01:20:00Z', decidedAt: null, decisionReason: null, ...part,
  })
  test('vouchers are called vouchers, with their times', () => {
    const items = [request('李长海'), request('白玉兰', { ticketAt: '2026-11-20T01:01:00Z' }), request('旧', { state: 'approved' })]
    expect(waitingNotice(2, items)).toEqual({ title: '2 张离线凭证等你确认', note: '李长海 08:57、白玉兰 09:01' })
  })
  test('leave among them, many of them, none of them', () => {
    const items = [request('甲'), request('乙', { kind: 'leave', ticketAt: null }), request('丙'), request('丁')]
    expect(waitingNotice(4, items)).toEqual({ title: '4 件补签、请假等你确认', note: '甲 08:57、乙、丙 08:57等 4 人' })
    expect(waitingNotice(1, [request('乙', { kind: 'leave', ticketAt: null })])?.title).toBe('1 件请假等你确认')
    expect(waitingNotice(0, [])).toBeNull()
    expect(waitingNotice(3, [])).toEqual({ title: '3 件补签、请假等你确认', note: '' })
  })
})
