import type { PageEntry } from './catalogue'

const noItems = (body: Record<string, unknown>): object => ({ ...body, items: [] })
const WAITING = ['loading', 'error'] as const
const ofBranch: PageEntry['params'] = ({ branchId }) => ({ id: branchId })
const ofRoot: PageEntry['params'] = ({ rootId }) => ({ id: rootId })

/** What those who run meetings, branches and the whole use. */
export const OFFICE_PAGES: readonly PageEntry[] = [
  {
    page: 'packages/secretary/desk/index', drawn: '11-secretary', daily: true, shows: [
      { as: ['secretary', 'committee', 'operator'] }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/secretary/create/index', drawn: '13-create', shows: [
      { as: ['secretary', 'committee'] },
      { as: 'secretary', what: 'assembly', params: () => ({ kind: 'member-assembly' }) },
      { as: 'secretary', what: 'edit', params: ({ ahead }) => ({ id: ahead }) },
      { as: 'secretary', what: 'edit', state: WAITING, params: ({ ahead }) => ({ id: ahead }) },
      { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/secretary/roll/index', drawn: '12-roll', daily: true, params: ({ meeting }) => ({ id: meeting }), shows: [
      { as: ['secretary', 'committee'] }, { as: 'secretary', what: 'past', params: ({ past }) => ({ id: past }) },
      { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /^\/activities\/\w+\/(attendance|missing)$/, change: noItems } }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/secretary/requests/index', params: ({ meeting }) => ({ id: meeting }), shows: [
      { as: 'secretary' }, { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /\/requests$/, change: noItems } }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/secretary/bindings/index', params: ({ branchId }) => ({ orgId: branchId }), shows: [
      { as: 'secretary' }, { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /^\/bindings/, change: noItems } }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/secretary/pair/index', params: ({ meeting }) => ({ id: meeting }), shows: [
      { as: 'secretary' }, { as: 'secretary', what: 'scanned', params: ({ meeting }) => ({ id: meeting, p: 'ABCD2345' }) }, { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /^\/activities/, change: noItems } },
    ],
  },
  { page: 'packages/secretary/import/index', shows: [{ as: ['committee', 'operator'] }, { as: 'committee', state: WAITING }, { as: 'member', state: 'refused' }] },
  { page: 'packages/secretary/orgs/index', shows: [{ as: ['committee', 'operator'] }, { as: 'committee', state: WAITING }, { as: 'member', state: 'refused' }] },
  {
    page: 'packages/stars/star/index', drawn: '14-stars', daily: true, params: ofBranch, shows: [
      { as: ['secretary', 'member', 'committee'] }, { as: 'secretary', what: 'opened', taps: ['组织建设'] }, { as: 'secretary', state: WAITING }, { as: 'newcomer', state: 'refused' },
    ],
  },
  {
    page: 'packages/stars/indicator/index', params: ({ branchId }) => ({ id: branchId, code: 'talks' }), shows: [
      { as: ['secretary', 'member'] }, { as: 'secretary', what: 'computed', params: ({ branchId }) => ({ id: branchId, code: 'theme-day' }) }, { as: 'secretary', state: WAITING },
    ],
  },
  { page: 'packages/stars/enter/index', params: ({ branchId }) => ({ id: branchId, code: 'talks' }), shows: [{ as: 'secretary' }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' }] },
  {
    page: 'packages/stars/branches/index', drawn: '21-committee-overview', params: ofRoot, shows: [
      { as: 'committee', wide: 'also' }, { as: 'committee', state: WAITING }, { as: 'committee', state: 'empty', emptied: { path: /\/ratings$/, change: (body) => ({ ...body, branches: [] }) } }, { as: 'member', state: 'refused' },
    ],
  },
  { page: 'packages/stars/duties/index', params: ofBranch, shows: [{ as: ['secretary', 'committee'] }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' }] },
  {
    page: 'packages/papers/list/index', params: ofBranch, shows: [
      { as: 'secretary' }, { as: 'committee', params: ofRoot }, { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /\/papers$/, change: noItems } }, { as: 'member', state: 'refused' },
    ],
  },
  { page: 'packages/papers/assign/index', params: ofBranch, shows: [{ as: 'secretary' }, { as: 'committee', params: ofRoot }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' }] },
  { page: 'packages/papers/paper/index', params: ({ paper }) => ({ id: paper }), shows: [{ as: ['secretary', 'committee'] }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' }] },
  {
    page: 'packages/papers/bank/index', params: ofBranch, shows: [
      { as: 'secretary' }, { as: 'committee', params: ofRoot }, { as: 'secretary', state: WAITING }, { as: 'secretary', state: 'empty', emptied: { path: /\/question-banks$/, change: (body) => ({ ...body, banks: [], imports: [] }) } },
    ],
  },
  { page: 'packages/papers/import/index', params: ofBranch, shows: [{ as: 'secretary' }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' }] },
  {
    page: 'packages/papers/check/index', params: ({ branchId, importId }) => ({ org: branchId, id: importId }), shows: [
      { as: ['secretary', 'committee'] }, { as: 'secretary', state: WAITING }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/inbox/remind/index', params: ({ meeting }) => ({ id: meeting, about: 'sign-in' }), shows: [
      { as: 'secretary' }, { as: 'secretary', what: 'paper', params: ({ paper }) => ({ paper }) }, { as: 'secretary', state: WAITING },
      { as: 'secretary', state: 'empty', emptied: { path: /\/reminders$/, change: (body) => ({ ...body, people: [], wechat: 0, inbox: 0, call: 0 }) } }, { as: 'member', state: 'refused' },
    ],
  },
  {
    page: 'packages/screen/room/index', drawn: '20a-room', shows: [
      { as: 'nobody', what: 'pairing', wide: 'only', only: 'h5' },
      { as: 'nobody', wide: 'only', only: 'h5', params: async (office) => ({ activity: office.meeting, display: await office.display() }) },
      { as: 'secretary', what: 'phone', only: 'weapp' },
    ],
  },
]
