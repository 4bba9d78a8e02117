import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import type { BindingRequest } from '@pioneer/shared-types/auth/schemas'
import type { RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { askedWords, differs, frozenWords } from '@/features/bindings/model'
import { deskLists, firstNames, placesText, restWords, untilLate } from '@/features/desk/model'
import { branchesBelow, changesShown, found, freeFirst, importPlaces, secretaryAt } from '@/features/roster/model'
import { bySeverity, isWorkbook } from '@/features/workbook/model'

const at = (time: string, day = '20') => Date.parse(`2026-11-${day}T${time}:00+08:00`)
const iso = (ms: number) => new Date(ms).toISOString()

describe('the desk', () => {
  test('minutes until late, and nothing once it is', () => {
    const window = { opensAt: iso(at('08:30')), lateAt: iso(at('09:10')) }
    expect(untilLate(window, at('09:04'))).toEqual({ minutes: 6, left: 360_000, whole: 2_400_000 })
    expect(untilLate(window, at('09:10'))).toBeNull()
  })
  test('the first names, the others counted', () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({ name: `名${index}` })) as unknown as Parameters<typeof firstNames>[0]
    expect(firstNames(rows)).toMatchObject({ others: 5, names: { length: 7 } })
    expect(firstNames(rows.slice(0, 8))).toMatchObject({ others: 0, names: { length: 8 } })
  })
  test('on their way, never absent', () => {
    const counts = { expected: 46, present: 23, late: 0, leave: 2, missing: 21, madeUp: 0, guestsPresent: 0, votingExpected: 0, votingPresent: 0 }
    expect(restWords(counts)).toBe('还在路上 21 人，请假 2 人')
    expect(restWords({ ...counts, missing: 0, leave: 0 })).toBe('人都到齐了')
  })
  test('drafts, what comes, what is just over; the live one stands in its card', () => {
    const one = (id: string, status: string, start: number) => ({ id, status, startAt: iso(start), endAt: iso(start + 3_600_000) }) as ActivitySummary
    const items = [one('next', 'published', at('09:00', '25')), one('live', 'published', at('09:00')), one('draft', 'draft', at('09:00', '30')), one('past', 'finished', at('09:00', '19')), one('long ago', 'finished', at('09:00', '10')), one('off', 'cancelled', at('09:00', '26'))]
    const lists = deskLists(items, at('09:04'), 'live')
    expect(Object.values(lists).map((list: ActivitySummary[]) => list.map(({ id }) => id))).toEqual([['draft'], ['next'], ['past']])
  })
  test('where somebody serves', () => {
    const grant = (role: 'member' | 'secretary' | 'branch-committee', orgName: string) => ({ role, orgId: orgName, orgName, orgType: 'branch' as const })
    expect(placesText({ grants: [grant('member', '甲'), grant('secretary', '乙'), grant('branch-committee', '乙')] })).toBe('乙')
    expect(secretaryAt({ grants: [grant('branch-committee', '甲'), grant('secretary', '乙')] })).toEqual([{ id: '乙', name: '乙' }])
    expect(placesText(null)).toBe('')
  })
})

describe('binding requests', () => {
  const request = (part: Partial<BindingRequest> = {}): BindingRequest => ({
    id: 'r', name: '林晓彤', phoneLast4: '2046', state: 'pending', createdAt: iso(at('09:05')), frozenAt: iso(at('09:02')), activityTitle: '11月主题党日', candidates: [], ...part,
  })
  test('the frozen time counts however long it takes', () => {
    expect(frozenWords(request(), at('09:10'))).toBe('11月主题党日，09:02 扫过码，通过后按 09:02 记')
    expect(frozenWords(request(), at('09:10', '21'))).toBe('11月主题党日，11月20日 09:02 扫过码，通过后按这个时刻记')
    expect(frozenWords(request({ frozenAt: null }), at('09:10'))).toBeNull()
  })
  test('when it was asked, and whether the chosen row bears another name', () => {
    expect(askedWords(request(), at('09:10'))).toBe('09:05 申请')
    expect(askedWords(request(), at('09:10', '21'))).toBe('昨天 09:05 申请')
    expect(differs('买买提·艾力', '买买提艾力')).toBe(false)
    expect(differs('林晓彤', '林晓童')).toBe(true)
  })
})

describe('the roster', () => {
  const org = (id: string, type: 'committee' | 'branch' | 'group', parentId: string | null, active = true) => ({ id, type, name: id, parentId, active })
  const orgs = [org('root', 'committee', null), org('b1', 'branch', 'root'), org('b2', 'branch', 'root', false), org('g1', 'group', 'b1'), org('other', 'branch', 'elsewhere')]
  const staff = { grants: [{ role: 'committee-staff' as const, orgId: 'root', orgName: 'root', orgType: 'committee' as const }] }
  test('the committee invites and imports below where it serves', () => {
    expect(branchesBelow(staff, orgs).map(({ id }) => id)).toEqual(['b1'])
    expect(importPlaces(staff, orgs).map(({ id }) => id)).toEqual(['root', 'b1'])
    expect(importPlaces({ grants: [] }, orgs)).toEqual([])
  })
  test('finds a name whatever spaces are in it', () => {
    const names = [{ id: '1', name: '王 芳', groupId: null, groupName: null, status: 'full' as const }]
    expect(found(names, '王芳')).toHaveLength(1)
    expect(found(names, ' ')).toHaveLength(1)
    expect(found(names, '李')).toHaveLength(0)
    expect(freeFirst([...names, { ...names[0]!, id: '2' }], new Set(['1'])).map(({ id }) => id)).toEqual(['2', '1'])
  })
  test('knows a workbook by its first bytes', () => {
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4]).buffer
    expect(isWorkbook('名册.XLSX', zip)).toBe(true)
    expect(isWorkbook('名册.xls', zip)).toBe(false)
    expect(isWorkbook('名册.xlsx', Uint8Array.from([1, 2]).buffer)).toBe(false)
  })
  test('errors first, by row; rows that change nothing are not listed', () => {
    const issue = (row: number, severity: 'error' | 'warning') => ({ row, column: '手机号', value: 'x', severity, message: 'm', remedy: 'r' })
    const preview = {
      issues: [issue(9, 'error'), issue(2, 'warning'), issue(4, 'error')], changes: [{ row: 1, action: 'same', name: '甲', branchName: '', changes: [] }, { row: 2, action: 'add', name: '乙', branchName: '', changes: [] }],
      totals: { rows: 2, add: 1, change: 0, same: 1, errors: 2, warnings: 1 },
    } as unknown as RosterPreview
    const { errors, warnings } = bySeverity(preview.issues)
    expect(errors.map(({ row }) => row)).toEqual([4, 9])
    expect(warnings).toHaveLength(1)
    const words = changesShown(preview)
    expect(words.changes.map(({ name }) => name)).toEqual(['乙'])
    expect(words.touched).toBe(1)
  })
})
