import type { InjectOptions } from 'fastify'
import type { Action } from '../../src/kernel/access'
import { assignPaper, shippedBank } from './study'
import { sheetOf } from './workbook'
import type { Place, World } from './world'

/** A valid request on a resource that exists, made afresh, and what the permission table asks of the resource. */
export interface Try { at: Place; url: string; payload?: InjectOptions['payload']; headers?: Record<string, string>; audience?: boolean; about?: string; action?: Action }
export interface Case { route: string; name?: string; make: () => Promise<Try> }

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const questions = (stem: string): Promise<Buffer> => sheetOf([['题型', '题干', '选项A', '选项B', '答案', '知识点'], ['单选', stem, '甲', '乙', 'A', '党章']])
const workbook = (): Promise<Buffer> => sheetOf([['姓名', '手机号', '所在支部'], ['崔新', '13711112222', '甲支部']])

type At = 'branchA' | 'groupA' | 'root'
const ATS: readonly At[] = ['branchA', 'groupA', 'root']

/** Every guarded route at the places where its resources may lie. `world` is opened later than the cases are listed. */
export function guardedCases(world: () => World, hours: (count: number) => string): Case[] {
  const here = (at: At): Place => world().place[at]
  const someone = (): Promise<string> => world().row('路人', here('groupA'))
  const fact = () => ({ indicator: 'innovation', value: { count: 1 }, occurredOn: '2026-11-20', note: '政务服务进工地', evidence: '云交党〔2026〕8号', requestKey: `fact-key-${(counter += 1)}` })
  const plan = () => ({ kinds: ['theme-day'], title: '学条例', startAt: hours(24), endAt: hours(26), place: '302' })
  let counter = 0

  const onActivity = (method: string, path: string, status: 'draft' | 'published', payload?: () => object | Promise<object>): Case[] => ATS.map((at) => ({
    route: `${method} /api/v1/activities/{id}${path.replace(':member', '{memberId}')}`, name: at,
    make: async () => {
      const id = await world().activity(here(at), status)
      return {
        at: here(at), url: `/api/v1/activities/${id}${path.replace(':member', world().memberOf['member here'] ?? '')}`, audience: status === 'published',
        ...(payload ? { payload: await payload() } : {}),
      }
    },
  }))
  const atBranch = (route: string, make: (branch: Place) => Promise<Omit<Try, 'at'>>, name?: string): Case => ({
    route, ...(name ? { name } : {}), make: async () => ({ at: here('branchA'), ...(await make(here('branchA'))) }),
  })
  const onMember = (route: string): Case => ({
    route,
    make: async () => {
      const id = await someone()
      return { at: here('groupA'), about: id, url: (route.split(' ')[1] ?? '').replace('{id}', id) }
    },
  })

  /** Questions that somebody else has read in, and perhaps handed in. */
  const questionImport = async (branch: Place, handIn: boolean): Promise<string> => {
    counter += 1
    const { accountId } = await world().person(`命题人${counter}`, { role: 'committee-staff', roleAt: here('root') })
    const [author, desk] = [await world().callerOf(accountId), world().app.services.bankDesk]
    const { previewId } = await desk.preview(author, branch.orgId, { name: '甲支部题库' }, await questions(`第 ${counter} 题是（　）。`))
    if (handIn) await desk.apply(author, branch.orgId, previewId)
    return `/api/v1/orgs/${branch.orgId}/question-banks/imports/${previewId}`
  }

  return [
    ...onActivity('GET', '', 'published'),
    ...onActivity('PUT', '', 'draft', () => ({ expectedVersion: 0, ...plan() })),
    ...onActivity('POST', '/publish', 'draft'),
    ...onActivity('POST', '/finish', 'published'),
    ...onActivity('POST', '/cancel', 'published', () => ({ reason: '会场停电' })),
    ...onActivity('POST', '/expected', 'published', async () => ({ memberId: await someone(), role: 'guest', reason: '列席' })),
    ...onActivity('GET', '/attendance', 'published'),
    ...onActivity('GET', '/missing', 'published'),
    ...onActivity('PUT', '/attendance/:member', 'published', () => ({ state: 'present', expectedVersion: 0 })),
    ...onActivity('GET', '/requests', 'published'),
    ...onActivity('POST', '/screens', 'published', () => ({})),
    ...onActivity('GET', '/screen', 'published'),
    ...onActivity('GET', '/reminders', 'published').map((item): Case => ({ ...item, make: async () => { const made = await item.make(); return { ...made, url: `${made.url}?about=sign-in` } } })),
    ...onActivity('POST', '/reminders', 'published', () => ({ about: 'sign-in' })),
    ...(['GET', 'POST'] as const).flatMap((method) => ATS.map((at): Case => ({
      route: `${method} /api/v1/papers/{id}/reminders`, name: at,
      make: async () => ({ at: here(at), url: `/api/v1/papers/${(await assignPaper(world(), here(at), hours(48))).id}/reminders` }),
    }))),
    ...ATS.map((at): Case => ({
      route: 'POST /api/v1/activities/{id}/requests/decide', name: at,
      make: async () => {
        const { id, request } = await world().leaveRequest(here(at))
        return { at: here(at), audience: true, url: `/api/v1/activities/${id}/requests/decide`, payload: { ids: [request], decision: 'approve' } }
      },
    })),
    ...ATS.map((at): Case => ({ route: 'POST /api/v1/activities', name: at, make: async () => ({ at: here(at), url: '/api/v1/activities', payload: { ownerOrgId: here(at).orgId, ...plan() } }) })),
    ...ATS.map((at): Case => ({ route: 'POST /api/v1/activities/preview', name: at, make: async () => ({ at: here(at), url: '/api/v1/activities/preview', payload: { ownerOrgId: here(at).orgId, kinds: ['theme-day'] } }) })),
    atBranch('POST /api/v1/orgs', async (branch) => ({ url: '/api/v1/orgs', payload: { type: 'group', name: `甲${(counter += 1)}小组`, parentId: branch.orgId } })),
    ...(['branchA', 'groupA'] as const).map((at): Case => ({ route: 'GET /api/v1/orgs/{id}/members', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/members` }) })),
    onMember('GET /api/v1/members/{id}'),
    onMember('GET /api/v1/members/{id}/points'),
    onMember('POST /api/v1/members/{id}/unbind'),
    atBranch('POST /api/v1/orgs/{id}/roster/preview', async (branch) => ({ url: `/api/v1/orgs/${branch.orgId}/roster/preview`, payload: await workbook(), headers: { 'content-type': XLSX } })),
    atBranch('POST /api/v1/orgs/{id}/roster/previews/{previewId}/apply', async (branch) => {
      const { previewId } = await world().app.services.roster.preview(branch.orgId, await workbook())
      return { url: `/api/v1/orgs/${branch.orgId}/roster/previews/${previewId}/apply` }
    }),
    ...(['branchA', 'groupA'] as const).map((at): Case => ({ route: 'GET /api/v1/orgs/{id}/duties', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/duties` }) })),
    ...(['GET /api/v1/orgs/{id}/papers', 'POST /api/v1/orgs/{id}/papers', 'POST /api/v1/orgs/{id}/papers/draw'] as const).flatMap((route) => ATS.map((at): Case => ({
      route, name: at,
      make: async () => {
        const draw = { bankId: await shippedBank(world()), topics: ['党章'], single: 1, multiple: 0, judge: 0, seed: 1 }
        const payload = route.endsWith('draw') ? draw : { title: '小测', draw, dueAt: hours(48), opensAt: hours(1), attempts: 2, orgIds: [here(at).orgId], discipline: true, requestKey: `paper-request-${(counter += 1)}` }
        return { at: here(at), url: (route.split(' ')[1] ?? '').replace('{id}', here(at).orgId), ...(route.startsWith('GET') ? {} : { payload }) }
      },
    }))),
    ...(['GET /api/v1/papers/{id}', 'POST /api/v1/papers/{id}/withdraw'] as const).flatMap((route) => ATS.map((at): Case => ({
      route, name: at,
      make: async () => ({
        at: here(at), url: (route.split(' ')[1] ?? '').replace('{id}', (await assignPaper(world(), here(at), hours(48))).id), ...(route.startsWith('GET') ? {} : { payload: { reason: '题目有误' } }),
      }),
    }))),
    atBranch('GET /api/v1/orgs/{id}/question-banks', async (branch) => ({ url: `/api/v1/orgs/${branch.orgId}/question-banks` })),
    atBranch('POST /api/v1/orgs/{id}/question-banks/preview', async (branch) => ({
      url: `/api/v1/orgs/${branch.orgId}/question-banks/preview?name=${encodeURIComponent('甲支部题库')}`, payload: await questions('党的根本宗旨是（　）。'), headers: { 'content-type': XLSX },
    })),
    atBranch('POST /api/v1/orgs/{id}/question-banks/imports/{importId}/apply', async (branch) => ({ url: `${await questionImport(branch, false)}/apply` })),
    atBranch('GET /api/v1/orgs/{id}/question-banks/imports/{importId}', async (branch) => ({ url: await questionImport(branch, true) })),
    ...(['approve', 'reject'] as const).map((decision) => atBranch('POST /api/v1/orgs/{id}/question-banks/imports/{importId}/review', async (branch) => ({
      url: `${await questionImport(branch, true)}/review`, payload: { decision, reason: '出处不清楚' },
    }), decision)),
    ...(['branchA', 'groupA'] as const).flatMap((at): Case[] => [
      { route: 'GET /api/v1/orgs/{id}/rating', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/rating` }) },
      { route: 'GET /api/v1/orgs/{id}/rating/indicators/{code}', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/rating/indicators/theme-day` }) },
      { route: 'POST /api/v1/orgs/{id}/facts', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/facts`, payload: fact() }) },
    ]),
    atBranch('POST /api/v1/orgs/{id}/facts/{factId}/withdraw', async (branch) => {
      const caller = await world().callerOf(world().people['secretary here']?.accountId ?? '')
      const entered = await world().app.services.ratings.enter(caller, branch.orgId, fact())
      return { url: `/api/v1/orgs/${branch.orgId}/facts/${entered.fact.id}/withdraw`, payload: { reason: '录错了支部' } }
    }),
    ...(['branchA', 'root'] as const).map((at): Case => ({ route: 'GET /api/v1/orgs/{id}/ratings', name: at, make: async () => ({ at: here(at), url: `/api/v1/orgs/${here(at).orgId}/ratings` }) })),
    atBranch('GET /api/v1/bindings', async (branch) => ({ url: `/api/v1/bindings?orgId=${branch.orgId}` })),
    atBranch('POST /api/v1/bindings/{id}/approve', async () => {
      const { id, memberId } = await world().binding()
      return { url: `/api/v1/bindings/${id}/approve`, payload: { memberId } }
    }),
    atBranch('POST /api/v1/bindings/{id}/reject', async () => ({ url: `/api/v1/bindings/${(await world().binding()).id}/reject`, payload: { reason: '不是本支部的' } })),
    ...(['member', 'secretary'] as const).map((role) => atBranch('POST /api/v1/invitations', async (branch) => ({
      action: role === 'member' ? 'invite:member' : 'invite:officer', url: '/api/v1/invitations', payload: { orgId: branch.orgId, role, memberId: await world().row('新人', branch) },
    }), role)),
    {
      route: 'POST /api/v1/invitations', name: 'committee',
      make: async () => ({ at: here('root'), action: 'invite:committee', url: '/api/v1/invitations', payload: { orgId: here('root').orgId, role: 'committee-staff', name: '新干事' } }),
    },
  ]
}
