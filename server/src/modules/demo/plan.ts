/** Which meetings the branches of the demo hold. Pure: the same range gives the same meetings. */
import type { ActivityKind } from '@pioneer/shared-types/constants'
import { dayOf, monthOf, startOfDay, yearOf } from '../../kernel/calendar'
import { BRANCHES } from './cast'

export interface Meeting {
  /** Names the meeting for ever: making it again finds the first. */
  key: string
  branch: number
  /** A group of the branch that owns it; null: the branch itself. */
  group: number | null
  kinds: ActivityKind[]
  title: string
  place: string
  agenda: readonly string[]
  startAt: Date
  endAt: Date
}

const MINUTE = 60_000
const MONTHS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'] as const
/** 主题党日 through the year. */
const THEMES = ['学党章、订计划', '学通知精神、走访慰问', '学条例、议规划', '祭扫烈士墓、重温誓词', '到工地一线听意见', '学纪律处分条例、谈体会', '重温入党誓词、过政治生日', '学安全生产规定、查身边隐患', '讲身边的党员故事', '服务窗口志愿服务', '学全会文件、谈岗位', '述一年工作、议来年打算'] as const

/** The theme of a month's day, 1–12. */
export const themeOf = (month: number): string => THEMES[month - 1] ?? '学条例、议规划'
/** What a theme day goes through. */
export const THEME_AGENDA = ['集体学习', '交流讨论', '布置下月工作'] as const

/** An instant by the wall clock in Shanghai. */
export const at = (day: string, hour: number, minute = 0): Date => new Date(startOfDay(day).getTime() + (hour * 60 + minute) * MINUTE)

/** The day itself, or the Monday after a weekend. */
export function workday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const shift = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return new Date(Date.parse(`${day}T00:00:00Z`) + shift * 86_400_000).toISOString().slice(0, 10)
}

/** So many days after the Shanghai day of an instant. */
export const dayAfter = (instant: Date, days: number): string => dayOf(new Date(instant.getTime() + days * 86_400_000))

/** Not every branch does everything: their stars differ. */
const WITHOUT_AGENDA: readonly number[] = [3, 4]
const WITHOUT_WARNING: readonly number[] = [4]

type Draft = Omit<Meeting, 'key' | 'startAt' | 'endAt' | 'place'> & { day: number; hour: number; minutes: number; minute?: number }

/** What a branch holds in a month (domain-rules.md, how often each is due); groups meet in the branch that meets now. */
function monthly(branch: number, month: number): Draft[] {
  const groups = BRANCHES[branch]?.groups ?? []
  const warns = month % 3 === 0 && !WITHOUT_WARNING.includes(branch)
  const themeDay: Draft = { branch, group: null, kinds: warns ? ['theme-day', 'warning-education'] : ['theme-day'], title: themeOf(month), agenda: THEME_AGENDA, day: 8 + branch * 2, hour: branch % 2 ? 9 : 15, minutes: 90 }
  const middle = month % 3 === 2
  return [
    { branch, group: null, kinds: WITHOUT_AGENDA.includes(branch) ? ['committee-meeting'] : ['committee-meeting', 'first-agenda'], title: `${MONTHS[month - 1] ?? ''}月支委会：议党员教育管理`, agenda: ['研究本月党员教育管理', '听取党小组情况'], day: 3 + branch, hour: 16, minutes: 60 },
    ...(branch === 0 && [3, 6, 9].includes(month) ? [{ branch, group: null, kinds: ['volunteer' as const], title: '客运站旅客引导', agenda: ['分组上岗', '小结'], day: 22, hour: 9, minute: 0, minutes: 180 }] : []),
    ...(branch === 0 ? groups : []).map((name, group): Draft => ({ branch, group, kinds: ['group-meeting'], title: `${name}${MONTHS[month - 1] ?? ''}月学习会`, agenda: ['学习文件', '谈心交流'], day: 5 + branch + group, hour: 16, minute: 30, minutes: 60 })),
    themeDay,
    ...(middle ? [
      { branch, group: null, kinds: ['party-lecture' as const], title: '党课：党员的权利和义务', agenda: ['书记讲课', '提问交流'], day: 12 + branch, hour: 14, minute: 30, minutes: 90 },
      { branch, group: null, kinds: ['member-assembly' as const], title: `${['一', '二', '三', '四'][Math.floor((month - 1) / 3)] ?? ''}季度支部党员大会`, agenda: ['支部工作报告', '讨论', '表决'], day: 18 + branch, hour: 9, minute: 30, minutes: 90 },
    ] : []),
  ]
}

const keyOf = (draft: Draft, year: number, month: number): string => `${year}-${month}-${draft.branch}-${draft.group ?? 'x'}-${draft.kinds.join('+')}`

/**
 * Regular meetings that begin and end within the range, by start. The branch that meets now has kept its record all along, and has the theme day of
 * the present month apart; the others began with the product at `fullFrom`.
 */
export function meetingsBetween(from: Date, to: Date, fullFrom: Date): Meeting[] {
  const meetings: Meeting[] = []
  for (let index = yearOf(from) * 12 + monthOf(from) - 1; index <= yearOf(to) * 12 + monthOf(to) - 1; index += 1) {
    const year = Math.floor(index / 12)
    const month = index % 12 + 1
    const present = year === yearOf(to) && month === monthOf(to)
    BRANCHES.forEach((troupe, branch) => {
      for (const draft of monthly(branch, month)) {
        const startAt = at(workday(`${year}-${String(month).padStart(2, '0')}-${String(draft.day).padStart(2, '0')}`), draft.hour, draft.minute)
        const endAt = new Date(startAt.getTime() + draft.minutes * MINUTE)
        const themeDay = draft.kinds.includes('theme-day')
        if (startAt <= from || endAt > to || (branch === 0 ? themeDay && present : startAt < fullFrom)) continue
        const { day: _day, hour: _hour, minute: _minute, minutes: _minutes, ...rest } = draft
        meetings.push({ ...rest, key: keyOf(draft, year, month), place: troupe.place, startAt, endAt })
      }
    })
  }
  return meetings.sort((a, b) => a.startAt.getTime() - b.startAt.getTime() || (a.key < b.key ? -1 : 1))
}

/** What the branch that meets now has before it. */
export function comingUp(now: Date): Meeting[] {
  const place = BRANCHES[0]?.place ?? ''
  const make = (kind: ActivityKind, group: number | null, title: string, agenda: readonly string[], day: string, hour: number, minutes: number): Meeting => {
    const startAt = at(workday(day), hour, 30)
    return { key: `ahead-${kind}-${dayOf(startAt)}`, branch: 0, group, kinds: [kind], title, agenda, place, startAt, endAt: new Date(startAt.getTime() + minutes * MINUTE) }
  }
  return [
    make('group-meeting', 0, '第一党小组学习会：谈岗位、谈打算', ['学习文件', '谈心交流'], dayAfter(now, 4), 16, 60),
    make('party-lecture', null, '党课：党员的权利和义务', ['书记讲课', '提问交流'], dayAfter(now, 8), 14, 90),
    make('organization-life', null, '年度组织生活会', ['通报情况', '个人对照检查', '批评和自我批评'], dayAfter(now, 20), 9, 150),
  ]
}

/** The meeting around now, after the one that was closed before it: it begins at the next mark of five minutes that is at least five minutes away. */
export function meetingNow(now: Date, closedId: string | null): Meeting {
  const mark = 5 * MINUTE
  const startAt = new Date(Math.ceil((now.getTime() + mark) / mark) * mark)
  return {
    key: `now-${startAt.toISOString()}${closedId === null ? '' : `-after-${closedId}`}`, branch: 0, group: null, kinds: ['theme-day'], title: themeOf(monthOf(startAt)), agenda: THEME_AGENDA,
    place: BRANCHES[0]?.place ?? '', startAt, endAt: new Date(startAt.getTime() + 90 * MINUTE),
  }
}
