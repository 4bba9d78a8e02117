import type { Caller } from '../../kernel/access'
import { toId } from '../../kernel/ids'
import { createWaits } from './waits'

const now = new Date('2026-11-20T01:00:00Z')
const org = 'b'.repeat(24)
const caller = (over: Partial<Caller> = {}): Caller => ({
  accountId: 'me', kind: 'web', memberId: 'm', branchId: org, groupId: null, consented: true, boundAt: now, grants: [{ role: 'secretary', orgId: org }], ...over,
})
const meeting = (id: string, hours: number) => ({ id, title: id, kinds: ['theme-day'] as const, startAt: new Date(now.getTime() + hours * 3_600_000), endAt: now, ownerOrgId: org })
const brought = (id: string, accountId: string, memberId: string | null = null) => ({ id, orgId: org, name: '机关题库', questions: 8, importedBy: '', hands: [{ accountId, memberId }] })

const below = 'c'.repeat(24)
const orgRecord = (id: string) => ({ _id: toId(id), type: 'branch' as const, name: id, parentId: null, scopeIds: [], active: true, createdAt: now })

type Deps = Parameters<typeof createWaits>[0]
const asked: string[][] = []
const deps = (over: { duties?: number; imports?: ReturnType<typeof brought>[]; current?: { score: number; stars: number } | null } = {}): Deps => ({
  auth: { orgsFor: ({ grants }) => grants.map(({ orgId }) => ({ orgId, subtree: true })) },
  orgs: { subtree: (id) => Promise.resolve([orgRecord(id), orgRecord(below)]) },
  attendance: {
    unanswered: (ids) => { asked.push([...ids]); return Promise.resolve(new Map(ids.map((id) => [id, id === 'answered' ? 0 : 3]))) },
  },
  study: {
    waiting: () => Promise.resolve({ lesson: null, papers: [], review: 5 }), openAt: () => Promise.resolve([]), pendingImports: (orgIds) => Promise.resolve((over.imports ?? []).filter(({ orgId }) => orgIds.includes(orgId))),
  },
  duties: {
    pressing: () => Promise.resolve(Array.from({ length: over.duties ?? 0 }, (_, index) => ({ kind: 'theme-day' as const, name: '主题党日', label: '没排', dueAt: new Date(now.getTime() - index), overdue: true }))),
  },
  ratings: { current: () => Promise.resolve(over.current ?? null) },
})

beforeEach(() => { asked.length = 0 })

it('tells a member of wrong answers that come back', async () => {
  expect(await createWaits(deps()).studyOf('m', now)).toMatchObject([{ kind: 'review', count: 5 }])
})

describe('what the branch owes', () => {
  it('asks about the meetings of the next three days only, and names those somebody has not answered', async () => {
    const { due, pressing } = await createWaits(deps()).branchWaits(caller(), [meeting('soon', 5), meeting('answered', 72), meeting('later', 73)], now)
    expect(asked).toEqual([['soon', 'answered']])
    expect(due.map((todo) => todo.activityId)).toEqual(['soon'])
    expect(pressing).toEqual(due)
  })

  it('offers questions to review to everybody but those who brought them', async () => {
    const imports = [brought('a', 'me'), brought('b', 'my old phone', 'm'), brought('c', 'somebody')]
    const { due } = await createWaits(deps({ imports })).branchWaits(caller(), [], now)
    expect(due.map((todo) => [todo.kind, todo.ref])).toEqual([['question-import', 'c']])
    const outside = await createWaits(deps({ imports: [brought('d', 'somebody', null)] })).branchWaits(caller({ memberId: null }), [], now)
    expect(outside.due).toHaveLength(1)
  })

  it('tells who reviews for a whole tree of what its branches brought', async () => {
    const imports = [{ ...brought('a', 'somebody'), orgId: below }, { ...brought('b', 'somebody'), orgId: 'd'.repeat(24) }]
    const staff = caller({ memberId: null, branchId: null, grants: [{ role: 'committee-staff', orgId: org }] })
    const { due } = await createWaits(deps({ imports })).branchWaits(staff, [], now)
    expect(due.map(({ ref, orgId }) => [ref, orgId])).toEqual([['a', below]])
  })

  it('shows ten at most on the desk, and one line of duties on the first screen', async () => {
    const { due, pressing } = await createWaits(deps({ duties: 14 })).branchWaits(caller(), [], now)
    expect([due.length, pressing.length]).toEqual([10, 1])
    expect(due[0]?.dueAt).toBe(new Date(now.getTime() - 13).toISOString())
  })

  it('shows the rating of the branch the caller runs, to nobody else', async () => {
    const rated = createWaits(deps({ current: { score: 86.4, stars: 4 } }))
    expect((await rated.branchWaits(caller(), [], now)).rating).toEqual({ orgId: org, score: 86.4, stars: 4 })
    expect((await rated.branchWaits(caller({ grants: [{ role: 'group-leader', orgId: org }] }), [], now)).rating).toBeNull()
    expect((await createWaits(deps()).branchWaits(caller(), [], now)).rating).toBeNull()
  })
})
