import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { ApiError } from '@/services/http'
import { changed, createBody, emptyForm, errorsByField, faultsOf, formOf, ownersOf, sameAs, suggestedTitle, toggled, updateBody, type PlanForm } from '@/features/planning/model'
import { savePlan, type SaveDeps } from '@/features/planning/save'

const OWNER = 'b'.repeat(24)
const at = (time: string, day = '2026-11-20') => Date.parse(`${day}T${time}:00+08:00`)
const form = (part: Partial<PlanForm> = {}): PlanForm => ({
  ...emptyForm(OWNER, at('08:40')), kinds: ['theme-day'], title: '11月主题党日', place: '302 会议室', date: '2026-11-20', start: '09:00', end: '10:30', ...part,
})
const saved = (part: Partial<ActivityDetail> = {}): ActivityDetail => ({
  id: 'a'.repeat(24), title: '11月主题党日', kinds: ['theme-day'], status: 'draft', ownerOrgId: OWNER, ownerName: '支部', ownerType: 'branch',
  startAt: '2026-11-20T01:00:00.000Z', endAt: '2026-11-20T02:30:00.000Z', place: '302 会议室', phase: 'before', opensAt: '2026-11-20T00:30:00.000Z',
  lateAt: '2026-11-20T01:10:00.000Z', mine: null, canManage: true, agenda: [], note: null, audienceOrgs: [], invited: { memberIds: [], guestIds: [] }, counts: null,
  quorum: null, version: 0, cancelledReason: null, publishedAt: null, finishedAt: null, ...part,
})

describe('the suggested name', () => {
  test('follows kind and date', () => {
    expect(suggestedTitle(['member-assembly'], '2026-12-18')).toBe('第四季度支部党员大会')
    expect(suggestedTitle(['theme-day'], '2026-11-20')).toBe('11月主题党日')
    expect(suggestedTitle(['party-lecture'], '2027-01-05')).toBe('第一季度党课')
    expect(suggestedTitle(['organization-life'], '2026-12-11')).toBe('2026年度组织生活会')
    expect(suggestedTitle(['volunteer'], '2026-11-02')).toBe('11月2日志愿服务')
    expect(suggestedTitle([], '2026-11-20')).toBe('')
    expect(suggestedTitle(['theme-day'], '')).toBe('')
  })
  test('joins the first two, in whatever order they were tapped', () => {
    expect(suggestedTitle(['party-lecture', 'theme-day'], '2026-11-20')).toBe('11月主题党日暨第四季度党课')
    expect(suggestedTitle(['party-lecture', 'member-assembly'], '2026-11-20')).toBe('第四季度支部党员大会暨党课')
    expect(suggestedTitle(['admission', 'party-lecture', 'theme-day'], '2026-11-20')).toBe('11月主题党日暨第四季度党课')
  })
  test('leaves a typed name alone until it is emptied', () => {
    const empty = emptyForm(OWNER, at('08:40'))
    const chosen = changed(empty, { kinds: ['theme-day'] })
    expect(chosen.title).toBe('11月主题党日')
    expect(changed(chosen, { date: '2026-12-04' }).title).toBe('12月主题党日')
    const typed = changed(chosen, { title: '学条例' })
    expect(changed(typed, { kinds: ['party-lecture'] }).title).toBe('学条例')
    expect(changed(changed(typed, { title: '' }), { kinds: ['party-lecture'] }).title).toBe('第四季度党课')
    expect(toggled(['theme-day'], 'theme-day')).toEqual([])
  })
})

describe('the form', () => {
  test('begins with the next half hour, in the late evening with tomorrow morning', () => {
    expect(emptyForm(OWNER, at('08:40'))).toMatchObject({ date: '2026-11-20', start: '09:00', end: '10:30' })
    expect(emptyForm(OWNER, at('23:10'))).toMatchObject({ date: '2026-11-21', start: '09:00', end: '10:30' })
    expect(emptyForm(OWNER, at('22:20'))).toMatchObject({ date: '2026-11-21', start: '09:00' })
  })
  test('says what is wrong under the field', () => {
    expect(faultsOf(form(), true, at('08:40'))).toEqual({})
    expect(faultsOf(form({ end: '09:00' }), false, at('08:40'))).toEqual({ end: '结束要晚于开始' })
    expect(faultsOf(form({ kinds: [], title: ' ', place: '' }), false, at('08:40'))).toEqual({ kinds: '先选开什么会', title: '名称至少两个字', place: '地点要填' })
    expect(faultsOf(form({ date: '' }), false, at('08:40'))).toEqual({ date: '选一个日期' })
    expect(faultsOf(form({ start: '' }), false, at('08:40'))).toEqual({ start: '选开始时间' })
  })
  test('a draft may lie in the past, what is published may not', () => {
    expect(faultsOf(form(), false, at('12:00'))).toEqual({})
    expect(faultsOf(form(), true, at('12:00'))).toEqual({ end: '结束时间已经过了，改好再发布' })
  })
  test('takes an activity that runs over midnight', () => {
    const night = formOf(saved({ startAt: '2026-11-20T14:00:00.000Z', endAt: '2026-11-20T17:00:00.000Z' }))
    expect(night).toMatchObject({ date: '2026-11-20', start: '22:00', end: '01:00', days: 1 })
    expect(faultsOf(night, true, at('08:00'))).toEqual({})
    expect(createBody(night, 'key').endAt).toBe('2026-11-20T17:00:00.000Z')
  })
  test("maps the service's fields to its own", () => {
    expect(errorsByField([{ path: 'endAt', message: '甲' }, { path: 'audience.memberIds', message: '乙' }, { path: '/guestIds', message: '丙' }, { path: 'agenda.0.title', message: '丁' }])).toEqual({
      end: '甲', people: '乙', guests: '丙', agenda: '丁',
    })
    expect(errorsByField([{ path: 'requestKey', message: 'x' }])).toEqual({})
  })
  test('sends the frozen list again only for a draft', () => {
    const body = updateBody(form({ memberIds: ['m'] }), { version: 3, status: 'draft' })
    expect(body).toMatchObject({ expectedVersion: 3, audience: { orgIds: [], memberIds: ['m'] }, guestIds: [] })
    expect(updateBody(form(), { version: 3, status: 'published' })).not.toHaveProperty('guestIds')
    expect(createBody(form(), 'key')).not.toHaveProperty('audience')
  })
  test('knows when nothing changed', () => {
    expect(sameAs(formOf(saved()), saved())).toBe(true)
    expect(sameAs(form({ place: '401' }), saved())).toBe(false)
    expect(sameAs(form({ guestIds: ['g'] }), saved())).toBe(false)
  })
})

describe('saving', () => {
  const conflict = new ApiError({ type: 'x', title: '内容已被别人改过', status: 409, code: 'conflict', requestId: 'R' })
  const deps = (part: Partial<SaveDeps> = {}): SaveDeps => ({
    create: jest.fn(async () => saved()), update: jest.fn(async () => saved({ version: 1, place: '401' })),
    publish: jest.fn(async () => saved({ status: 'published' })), read: jest.fn(async () => saved()), ...part,
  })
  test('creates with the key of the form, then publishes', async () => {
    const service = deps()
    await expect(savePlan(service, form(), 'key-1', null, true)).resolves.toMatchObject({ status: 'published' })
    expect(service.create).toHaveBeenCalledWith(expect.objectContaining({ requestKey: 'key-1' }))
    expect(service.update).not.toHaveBeenCalled()
  })
  test('after a lost reply the first activity is brought to what the form says now', async () => {
    const service = deps()
    await savePlan(service, form({ place: '401' }), 'key-1', null, false)
    expect(service.update).toHaveBeenCalledWith(saved().id, expect.objectContaining({ place: '401', expectedVersion: 0 }))
    expect(service.publish).not.toHaveBeenCalled()
  })
  test('its own change whose answer was lost is no conflict', async () => {
    const ours = saved({ version: 1, place: '401' })
    const service = deps({ update: jest.fn(async () => Promise.reject(conflict)), read: jest.fn(async () => ours) })
    await expect(savePlan(service, form({ place: '401' }), 'k', saved(), false)).resolves.toBe(ours)
  })
  test("somebody else's change is", async () => {
    const service = deps({ update: jest.fn(async () => Promise.reject(conflict)), read: jest.fn(async () => saved({ version: 1, place: '别处' })) })
    await expect(savePlan(service, form({ place: '401' }), 'k', saved(), false)).rejects.toBe(conflict)
  })
  test('what was published meanwhile is not published again', async () => {
    const service = deps({ create: jest.fn(async () => saved({ status: 'published' })) })
    await savePlan(service, form(), 'k', null, true)
    expect(service.publish).not.toHaveBeenCalled()
  })
})

test('who may organize where: the place itself, for a branch its groups too', () => {
  const grant = (role: 'member' | 'secretary' | 'group-leader' | 'committee-staff', orgId: string) => ({ role, orgId, orgName: orgId, orgType: role === 'committee-staff' ? ('committee' as const) : ('branch' as const) })
  const group = { id: 'g1', type: 'group' as const, name: '一组', parentId: 'b1', active: true }
  const names = (grants: ReturnType<typeof grant>[]) => ownersOf({ grants }, [group, { ...group, id: 'g2', parentId: 'b2' }]).map(({ id }) => id)
  expect(names([grant('member', 'b1')])).toEqual([])
  expect(names([grant('member', 'b1'), grant('secretary', 'b1')])).toEqual(['b1', 'g1'])
  expect(names([grant('committee-staff', 'c')])).toEqual(['c'])
})
