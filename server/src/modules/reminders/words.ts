import { dayOf, timeOf } from '../../kernel/calendar'
import type { ActivityRecord } from '../activities/types'
import type { PaperOutline } from '../study/types'
import { fieldValue } from '../../wechat/fields'
import type { ReminderRule, ReminderRules } from './rule-schema'
import { fill } from './rules'

/** What may stand in the braces of a text. */
export type Words = Readonly<Record<string, string>>

const parts = (at: Date): [year: number, month: number, day: number] => {
  const [year, month, day] = dayOf(at).split('-').map(Number)
  return [year ?? 0, month ?? 0, day ?? 0]
}
/** `11月20日`. */
const dayWords = (at: Date): string => { const [, month, day] = parts(at); return `${month}月${day}日` }
/** `2026年11月20日 09:00`, the form WeChat takes for a time. */
const fullTime = (at: Date): string => { const [year, month, day] = parts(at); return `${year}年${month}月${day}日 ${timeOf(at)}` }

/** Words of a moment: day and wall clock of Shanghai. */
export const momentWords = (at: Date): Words => ({ day: dayWords(at), time: timeOf(at) })

export const activityWords = (activity: Pick<ActivityRecord, '_id' | 'title' | 'startAt' | 'place'>): Words => ({
  ...momentWords(activity.startAt), id: activity._id.toHexString(), title: activity.title, place: activity.place, startTime: fullTime(activity.startAt),
})

export const paperWords = (paper: Pick<PaperOutline, 'id' | 'title' | 'opensAt' | 'dueAt' | 'questions'>, now: Date): Words => ({
  id: paper.id, title: paper.title, due: `${dayWords(paper.dueAt)} ${timeOf(paper.dueAt)}`, dueTime: fullTime(paper.dueAt), questions: String(paper.questions),
  begins: paper.opensAt <= now ? '开始了' : ` ${dayWords(paper.opensAt)} ${timeOf(paper.opensAt)} 开始`,
})

/** Page and fields of a rule's WeChat message; null for a rule without one. */
export function messageOf(rules: ReminderRules, rule: ReminderRule, words: Words): { page: string; data: Record<string, string> } | null {
  const template = rules.templates.find((candidate) => candidate.key === rule.wechat?.template)
  if (!rule.wechat || !template) return null
  const all = { ...words, note: fill(rule.wechat.note, words) }
  return { page: fill(template.page, all), data: Object.fromEntries(template.fields.map(({ key, text }) => [key, fieldValue(key, fill(text, all))])) }
}
