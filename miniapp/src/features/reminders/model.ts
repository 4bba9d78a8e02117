import type { Inbox, InboxItem, Reminded, RemindPerson, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import type { Reach, RemindAbout } from '@pioneer/shared-types/constants'
import type { IconName } from '@/components/Icon'
import type { RowProps } from '@/components/Row'
import { dayText, daysBetween, fullDayText, partsOf, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of reminders. Pure: instants are ms by the service's clock. */

export interface Look {
  icon: IconName
  tone?: RowProps['tone']
}

const LOOKS: Readonly<Record<InboxItem['kind'], Look>> = {
  meeting: { icon: 'calendar' },
  reply: { icon: 'calendar', tone: 'warn' },
  'sign-in': { icon: 'scan', tone: 'red' },
  paper: { icon: 'edit' },
  lesson: { icon: 'play' },
  decision: { icon: 'undo', tone: 'info' },
  points: { icon: 'checkc', tone: 'gold' },
  account: { icon: 'user' },
  duty: { icon: 'flag', tone: 'warn' },
}
export const lookOf = ({ kind }: Pick<InboxItem, 'kind'>): Look => LOOKS[kind]

/** 11:20 today, 11月2日 before, with the year when it was another one. */
export function whenText(at: string, now: number): string {
  if (daysBetween(at, now) === 0) return timeText(at)
  return partsOf(at).year === partsOf(now).year ? dayText(at) : (fullDayText(at).split(' ')[0] ?? '')
}

/** What came today, and what came before; both in the order they were given. */
export function byDay(items: readonly InboxItem[], now: number): { today: InboxItem[]; earlier: InboxItem[] } {
  const isToday = ({ at }: InboxItem) => daysBetween(at, now) === 0
  return { today: items.filter(isToday), earlier: items.filter((item) => !isToday(item)) }
}

/** The pages as they are once these (or all) were read; what was read before does not count again. */
export function pagesRead(pages: readonly Inbox[], ids: readonly string[] | undefined, at: string): Inbox[] {
  const isMeant = ({ id, readAt }: InboxItem) => readAt === null && (ids === undefined || ids.includes(id))
  const read = pages.reduce((sum, { items }) => sum + items.filter(isMeant).length, 0)
  return pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (isMeant(item) ? { ...item, readAt: at } : item)),
    unread: ids === undefined ? 0 : Math.max(0, page.unread - read),
  }))
}

/** Whom a reminder by hand is for. */
export interface RemindTarget {
  about: RemindAbout
  /** Of the meeting or the paper. */
  id: string
}

/** From the address of the page; null when it names nothing. */
export function targetOf({ id, about, paper }: { id?: string; about?: string; paper?: string }): RemindTarget | null {
  if (paper) return { about: 'paper', id: paper }
  return id ? { about: about === 'reply' ? 'reply' : 'sign-in', id } : null
}

const REACH_ORDER: readonly Reach[] = ['wechat', 'inbox', 'call']

/** The people by how they can be reached; groups without anybody are left out. */
export function byReach({ people }: Pick<RemindPlan, 'people'>): Array<{ reach: Reach; people: RemindPerson[] }> {
  return REACH_ORDER.map((reach) => ({ reach, people: people.filter((person) => person.reach === reach) })).filter((group) => group.people.length > 0)
}

/** 昨天 16:20 提醒过 · 已送达; empty when there was none. */
export function lastText({ last }: Pick<RemindPerson, 'last'>, now: number): string {
  if (last === null) return ''
  const days = daysBetween(last.at, now)
  const day = days === 0 ? '' : days === 1 ? '昨天 ' : `${dayText(last.at)} `
  return `${WORDS.remindedAt(`${day}${timeText(last.at)}`)} · ${last.read ? WORDS.read : WORDS.deliveries[last.delivery]}`
}

/** 第一党小组 · 09:20 提醒过 · 已读 */
export const personNote = (person: RemindPerson, now: number): string => [person.groupName ?? '', lastText(person, now)].filter(Boolean).join(' · ')

/** The names to be called, a line each, to be copied. */
export const callList = (people: readonly RemindPerson[]): string =>
  people.map(({ name, groupName, phone }) => [name, groupName, phone].filter(Boolean).join(' ')).join('\n')

/**
 * 已提醒 15 人：9 人发微信，6 人在收件箱。3 人请打电话
 * @param quietUntil when the messages go out, within the quiet hours
 */
export function remindedText({ wechat, inbox, call, already }: Pick<Reminded, 'wechat' | 'inbox' | 'call' | 'already'>, quietUntil: string | null): string {
  if (already) return WORDS.already
  const ways = [wechat > 0 ? WORDS.byWechat(wechat, quietUntil && timeText(quietUntil)) : '', inbox > 0 ? WORDS.byInbox(inbox) : ''].filter(Boolean).join('，')
  return `${WORDS.done(wechat + inbox)}：${ways}${call > 0 ? `。${WORDS.byCall(call)}` : ''}`
}

export interface RemindFoot {
  /** How many a reminder reaches. */
  count: number
  /** Why it cannot be sent now. */
  reason: string | undefined
}

/** The one red button; null when nobody can be reached by it. */
export function footOf({ wechat, inbox, againAt }: Pick<RemindPlan, 'wechat' | 'inbox' | 'againAt'>, now: number): RemindFoot | null {
  const count = wechat + inbox
  if (count === 0) return null
  return { count, reason: againAt !== null && Date.parse(againAt) > now ? WORDS.mayAgain(timeText(againAt)) : undefined }
}
