import type { ClientSession, Model } from 'mongoose'
import { newId, toId } from '../../kernel/ids'
import { isDuplicateKey } from '../../kernel/transaction'
import type { ReminderRecord } from './model'
import { ABOUT, type ReminderRule, type ReminderRules } from './rule-schema'
import { fill } from './rules'
import type { Notice } from './types'
import type { Words } from './words'

/** One more reminder to be made. */
export interface Order { memberId: string; target: string; slot: string; dueAt: Date }

const NO_MESSAGE: ReminderRecord['wechat'] = { state: 'none', template: null, tries: 0, errcode: null, accountId: null, debit: null, sole: false, again: false, endedAt: null }

/** A reminder in the words of its rule that nobody sees before it falls due. */
export function plannedRecord(rules: ReminderRules, rule: ReminderRule, words: Words, { memberId, target, slot, dueAt }: Order): ReminderRecord {
  const id = words['id'] ?? null
  return {
    _id: newId(), rule: rule.code, target, memberId: toId(memberId), slot, ruleVersion: rules.version, kind: rule.kind,
    title: fill(rule.title, words), text: fill(rule.text, words), link: { page: rule.link, id },
    answers: rule.answer && ABOUT[rule.code] === 'activity' && id !== null ? toId(id) : null,
    dueAt, shownAt: null, unread: false, readAt: null, droppedAt: null,
    wechat: { ...NO_MESSAGE, state: 'planned', template: rule.wechat?.template ?? null }, nextAt: dueAt, holder: null,
  }
}

/** The same, in the inbox at once. `message`: a WeChat message is to follow. */
export function shownRecord(planned: ReminderRecord, now: Date, message: boolean): ReminderRecord {
  const { nextAt: _, ...rest } = planned
  return { ...rest, shownAt: now, unread: true, wechat: { ...planned.wechat, state: message ? 'waiting' : 'none' }, ...(message ? { nextAt: now } : {}) }
}

/** What another module tells: in the inbox at once, without a message. */
export const noticeRecord = (notice: Notice, ruleVersion: number, now: Date): ReminderRecord => ({
  _id: newId(), rule: notice.rule, target: notice.target, memberId: toId(notice.memberId), slot: notice.slot, ruleVersion, kind: notice.kind, title: notice.title, text: notice.text,
  link: notice.link, answers: null, dueAt: now, shownAt: now, unread: true, readAt: null, droppedAt: null, wechat: NO_MESSAGE, holder: null,
})

/** Writes those that are not there yet: saying it again, or two processes at once, makes one each. Answers how many are new. */
export async function makeOnce(reminders: Model<ReminderRecord>, records: readonly ReminderRecord[], session?: ClientSession): Promise<number> {
  if (records.length === 0) return 0
  const work = records.map(({ rule, target, memberId, slot, ...rest }) => ({
    updateOne: { filter: { rule, target, memberId, slot }, update: { $setOnInsert: rest }, upsert: true },
  }))
  const write = async (): Promise<number> => (await reminders.bulkWrite(work, { ordered: false, ...(session ? { session } : {}) })).upsertedCount
  try {
    return await write()
  } catch (error) {
    // Two upserts of one key met: the other's stands, and the rest is written by the next go.
    if (session || !isDuplicateKey(error)) throw error
    return write()
  }
}
