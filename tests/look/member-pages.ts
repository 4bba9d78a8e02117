import type { PageEntry } from './catalogue'
import type { Office } from './office'

const noItems = (body: Record<string, unknown>): object => ({ ...body, items: [] })
const WAITING = ['loading', 'error'] as const
const signIn = 'pages/sign/index'
const withTicket = async (office: Office): Promise<{ t: string }> => ({ t: await office.ticket() })

/** What everybody uses. */
export const MEMBER_PAGES: readonly PageEntry[] = [
  {
    page: 'pages/home/index', drawn: '01-home', daily: true, shows: [
      { as: ['nobody', 'newcomer', 'applicant', 'member', 'secretary', 'committee', 'operator'] },
      { as: 'member', state: [...WAITING, 'offline'] },
      { as: 'member', state: 'empty', emptied: { path: /^\/home$/, change: (body) => ({ ...body, today: null, upcoming: null, todos: [], todoCount: 0 }) } },
      { as: 'member', what: 'next', state: 'empty', emptied: { path: /^\/home$/, change: (body) => ({ ...body, upcoming: body['today'], today: null, todos: [], todoCount: 0 }) } },
    ],
  },
  {
    page: 'pages/activities/index', drawn: '04-activities', daily: true, shows: [
      { as: ['nobody', 'newcomer', 'member', 'secretary', 'committee', 'operator'] },
      { as: 'member', what: 'past', taps: ['已结束'] },
      { as: 'member', state: [...WAITING, 'offline'] },
      { as: 'member', state: 'empty', emptied: { path: /^\/activities/, change: noItems }, drawn: '16a-empty' },
    ],
  },
  {
    page: 'pages/study/index', drawn: '06-study', daily: true, shows: [
      { as: ['nobody', 'newcomer', 'member', 'secretary', 'committee'] },
      { as: 'member', state: [...WAITING, 'offline'] },
      {
        as: 'member', state: 'empty',
        emptied: { path: /^\/study$/, change: (body) => ({ ...body, today: null, review: { due: 0, rightInRow: [], needed: 3, nextOn: null }, papers: [], paperCount: 0, lessons: [], lessonCount: 0 }) },
      },
    ],
  },
  {
    page: 'pages/me/index', drawn: '10-me', daily: true, shows: [
      { as: ['nobody', 'newcomer', 'applicant', 'member', 'secretary', 'committee', 'operator'] },
      { as: 'member', state: WAITING },
    ],
  },
  {
    page: signIn, shows: [
      { as: 'member', what: 'start' },
      { as: 'nobody', what: 'first', params: withTicket },
      { as: 'newcomer', what: 'first', params: withTicket },
      { as: 'member', what: 'stale', state: 'refused', params: () => ({ t: 'A'.repeat(43) }) },
      { as: 'member', what: 'other', state: 'refused', params: () => ({ q: encodeURIComponent('https://example.com/menu') }) },
      { as: 'member', state: 'loading', params: withTicket },
    ],
  },
  {
    page: 'packages/sign/code/index', drawn: '03a-code', shows: [
      { as: 'member', params: ({ meeting }) => ({ id: meeting }) },
      { as: 'member', what: 'typed', params: ({ meeting }) => ({ id: meeting }), taps: ['4', '8', '2'] },
      { as: 'member', what: 'none', state: 'empty', emptied: { path: /^\/activities/, change: noItems } },
    ],
  },
  {
    page: 'packages/sign/saved/index', drawn: '03b-offline', shows: [
      { as: 'secretary', what: 'kept', state: 'offline', enter: 'packages/sign/code/index', params: ({ meeting }) => ({ id: meeting }), taps: ['1', '2', '3', '4', '5', '6'] },
      { as: 'member', what: 'gone' },
    ],
  },
  {
    page: 'packages/sign/done/index', drawn: '02-signed', shows: [
      { as: 'secretary', enter: signIn, params: withTicket },
      { as: 'secretary', what: 'again', enter: signIn, params: withTicket },
      { as: 'member', what: 'gone', state: 'empty' },
    ],
  },
  { page: 'packages/sign/scan/index', shows: [{ as: 'member' }] },
  {
    page: 'packages/activity/detail/index', drawn: '05b-activity-during', daily: true, params: ({ meeting }) => ({ id: meeting }), shows: [
      { as: ['member', 'secretary', 'committee'], what: 'during' },
      { as: 'member', what: 'before', params: ({ ahead }) => ({ id: ahead }), drawn: '05a-activity-before' },
      { as: 'secretary', what: 'before', params: ({ ahead }) => ({ id: ahead }), drawn: '05a-activity-before' },
      { as: 'member', what: 'leave', params: ({ ahead }) => ({ id: ahead }), taps: ['我要请假'] },
      { as: ['member', 'secretary'], what: 'past', params: ({ past }) => ({ id: past }) },
      { as: 'member', state: [...WAITING, 'offline'] },
      { as: 'newcomer', state: 'refused' },
      { as: 'nobody', state: 'refused' },
    ],
  },
  {
    page: 'packages/member/points/index', drawn: '09a-points', daily: true, shows: [
      { as: 'member' }, { as: 'member', state: WAITING },
      { as: 'member', state: 'empty', emptied: { path: /^\/me\/points/, change: (body) => ({ ...body, entries: [] }) } },
      { as: 'newcomer', state: 'refused' },
    ],
  },
  {
    page: 'packages/member/attendance/index', shows: [
      { as: 'member' }, { as: 'member', state: WAITING }, { as: 'member', state: 'empty', emptied: { path: /^\/me\/attendance/, change: noItems } },
    ],
  },
  {
    page: 'packages/member/data/index', shows: [
      { as: 'member' }, { as: 'member', what: 'looks', params: () => ({ tab: 'looks' }) }, { as: 'newcomer' }, { as: 'member', state: WAITING },
    ],
  },
  {
    page: 'packages/member/bind/index', shows: [
      { as: 'newcomer' }, { as: 'newcomer', what: 'who', taps: ['同意按上面说的', '党员身份是敏感', '同意，下一步'] }, { as: ['applicant', 'member', 'committee'] },
    ],
  },
  { page: 'packages/member/login/index', drawn: '22a-web-signin', shows: [{ as: 'nobody' }] },
  {
    page: 'packages/study/lesson/index', daily: true, params: () => ({ code: 'L02' }), shows: [
      { as: 'member' }, { as: 'member', state: WAITING }, { as: 'newcomer', state: 'refused' },
    ],
  },
  { page: 'packages/study/lessons/index', shows: [{ as: 'member' }, { as: 'member', state: WAITING }, { as: 'member', state: 'empty', emptied: { path: /^\/study\/lessons$/, change: (body) => ({ ...noItems(body), passed: 0 }) } }] },
  {
    page: 'packages/study/quiz/index', drawn: '07-quiz', daily: true, params: async (office) => ({ id: await office.openAttempt() }), shows: [
      { as: 'member' }, { as: 'member', state: [...WAITING, 'offline'] },
    ],
  },
  { page: 'packages/study/result/index', drawn: '08-quiz-result', params: async (office) => ({ id: await office.handedIn() }), shows: [{ as: 'member' }, { as: 'member', state: WAITING }] },
  { page: 'packages/study/review/index', shows: [{ as: 'member' }, { as: 'member', state: [...WAITING, 'offline'] }, { as: 'member', state: 'empty', emptied: { path: /^\/study\/review$/, change: noItems } }] },
  { page: 'packages/study/papers/index', shows: [{ as: 'member' }, { as: 'member', state: WAITING }, { as: 'member', state: 'empty', emptied: { path: /^\/study\/papers$/, change: noItems } }] },
  { page: 'packages/study/paper/index', params: ({ paper }) => ({ id: paper }), shows: [{ as: 'member' }, { as: 'member', state: WAITING }, { as: 'committee', state: 'refused' }] },
  {
    page: 'packages/inbox/inbox/index', drawn: '15-inbox', daily: true, shows: [
      { as: ['member', 'secretary'] }, { as: 'member', state: WAITING }, { as: 'member', state: 'empty', emptied: { path: /^\/me\/inbox$/, change: (body) => ({ ...noItems(body), unread: 0 }) } }, { as: 'newcomer', state: 'refused' },
    ],
  },
]
