import type { DutyState } from '@pioneer/shared-types/constants'

export const WORDS = {
  quarter: (name: string) => `${name}季度要办的`,
  quarterOf: (name: string, org: string) => `${org}，${name}季度要办的`,
  quarters: ['', '一', '二', '三', '四'],
  wholeYear: '全年',
  shortQuarter: (name: string) => `${name}季度`,
  byRules: '按条例排出',
  month: (month: number) => `${month}月`,
  states: { done: '办完', planned: '已排', soon: '临近', overdue: '逾期', open: '未到', none: '不用办' } as const satisfies Record<DutyState, string>,
  failed: '没能取到要办的',
  failedShort: '没能取到要办的事',
  retry: '再试一次',
  title: '全年要办的',
  empty: '没有要办的',
  emptyNote: '按条例排出来的会，会列在这里。',
  people: (members: number, groups: number) => (groups > 0 ? `${members} 人，${groups} 个党小组` : `${members} 人`),
  loading: '正在取…',
  hidden: '这次会看不到详情',
  plan: '再排一次',
  article: (article: string) => `依据：${article}`,
  year: (year: number) => `${year}年`,
} as const
