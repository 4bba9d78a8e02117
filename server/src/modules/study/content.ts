import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { shippedData } from '../../kernel/rule-data'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import { versionInForce } from '../../kernel/versions'
import { SHIPPED_BANK, bankModels, type ContentRecord } from './bank-model'
import { sameContent } from './bank-rules'
import type { LessonRecord, QuestionContent, QuestionRecord } from './bank-types'
import { writeBank } from './bank-write'
import { parseBank, parseLessons, parseStudyRules, type BankQuestion, type LessonBook, type LessonData, type QuestionBankData, type StudyRules } from './data-schema'
import { pictureUrl } from './pictures'

type Needs = Pick<Context, 'connection' | 'clock'>

/** What a release ships of study, unchecked, each kind oldest first. */
export interface Shipped { banks: unknown[]; lessons: unknown[]; rules: unknown[] }

/** The files of server/data; kinds without a file are empty. */
const shippedContent = (): Shipped => ({ banks: shippedData('study-bank'), lessons: shippedData('lessons'), rules: shippedData('study-rules') })

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/**
 * Stores what is shipped and missing: each version of rules and lessons once and unchanged, and the questions of the bank's versions that
 * have come into effect. At boot, in several processes at once. Throws when a file is damaged.
 */
export async function ensureStudyContent(context: Needs, shipped: Shipped = shippedContent()): Promise<void> {
  const { Content } = bankModels(context.connection)
  const records = [
    ...shipped.rules.map(parseStudyRules).map((content) => ({ kind: 'rules' as const, content })),
    ...shipped.lessons.map(parseLessons).map((content) => ({ kind: 'lessons' as const, content })),
  ]
  const stored = new Set((await Content.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const { kind, content } of records) {
    const _id = `${kind}:${content.version}`
    if (!stored.has(_id)) await onceOnly(() => Content.create({ _id, kind, version: content.version, storedAt: context.clock.now(), content }))
  }
  await ensureBank(context, shipped.banks.map(parseBank))
}

/** Another process that boots at the same time may be first; its work is ours. */
async function onceOnly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

const contentOf = ({ type, stem, options, answer, explanation, topic, source }: BankQuestion): QuestionContent =>
  ({ type, stem, options, answer: [...answer].sort(), explanation, topic, source: source.article })

/** Brings the shipped bank to its newest version in effect, version by version. */
async function ensureBank(context: Needs, banks: readonly QuestionBankData[]): Promise<void> {
  const models = bankModels(context.connection)
  const now = context.clock.now()
  const today = dayOf(now)
  const due = banks.filter((bank, index) => index === 0 || bank.effectiveFrom <= today)
  const newest = due.at(-1)
  if (!newest) return
  const before = await models.Bank.findById(SHIPPED_BANK).lean()
  if (before && before.version >= newest.version) return
  await onceOnly(() => models.Bank.updateOne({ _id: SHIPPED_BANK }, { $setOnInsert: { name: newest.name, ownerOrgId: null, version: 0, codes: 0, updatedAt: now } }, { upsert: true }))
  await inTransaction(context.connection, async (session) => {
    const bank = await models.Bank.findById(SHIPPED_BANK).session(session).lean()
    if (!bank || bank.version >= newest.version) return
    const ever = await models.Question.find({ bankId: SHIPPED_BANK }).sort({ code: 1, version: 1 }).session(session).lean()
    const last = new Map(ever.map((question) => [question.code, question]))
    const wanted = new Set(newest.questions.map(({ code }) => code))
    const differs = newest.questions.map((question) => ({ code: question.code, content: contentOf(question), known: last.get(question.code) }))
    await writeBank(models, bank, {
      added: differs.filter(({ known }) => !known),
      // A code that had gone and returns goes on where it stopped.
      changed: differs.flatMap(({ known, content }) => (known && (known.retiredAt !== null || !sameContent(known, content)) ? [{ known, content }] : [])),
      retired: [...last.values()].filter((question) => question.retiredAt === null && !wanted.has(question.code)),
    }, { version: newest.version, importId: null, now }, session)
    if (bank.name !== newest.name) await models.Bank.updateOne({ _id: SHIPPED_BANK }, { $set: { name: newest.name } }, { session })
  })
}

const present = (lesson: LessonData): LessonRecord => ({
  code: lesson.code, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes, topic: lesson.topic,
  blocks: lesson.blocks.map((block) => (block.kind === 'picture'
    ? { kind: 'picture', url: pictureUrl(block.picture), alt: block.alt, caption: block.caption ?? null, width: block.width, height: block.height } : block)),
  sources: lesson.sources.map(({ article }) => article), questionCodes: lesson.questions,
})

interface Content { readAt: number; day: string; rules: StudyRules[]; lessons: LessonRecord[]; questions: ReadonlyMap<string, QuestionRecord> }

/** Reads rules, lessons and the shipped questions through a cache. */
export function createContentStore(context: Needs) {
  const { Content, Question } = bankModels(context.connection)
  let kept: Content | null = null

  const versions = (rows: readonly ContentRecord[], kind: ContentRecord['kind']): unknown[] => rows.filter((row) => row.kind === kind).map((row) => row.content)

  const read = async (now: Date): Promise<Content> => {
    const day = dayOf(now)
    // A version that comes into effect while the service runs.
    if (kept !== null && kept.day !== day) await ensureStudyContent(context)
    const rows = await Content.find().sort({ _id: 1 }).lean()
    const live = await Question.find({ bankId: SHIPPED_BANK, retiredAt: null }).sort({ code: 1 }).lean()
    const questions = new Map(live.map((question) => [question.code, question]))
    const book: LessonBook | null = versionInForce(versions(rows, 'lessons').map(parseLessons), day)
    return {
      readAt: now.getTime(), day, rules: versions(rows, 'rules').map(parseStudyRules), questions,
      lessons: (book?.lessons ?? []).filter((lesson) => lesson.questions.every((code) => questions.has(code))).map(present),
    }
  }
  const now = async (): Promise<Content> => {
    const instant = context.clock.now()
    if (kept && Math.abs(instant.getTime() - kept.readAt) < CACHE_MS && kept.day === dayOf(instant)) return kept
    return (kept = await read(instant))
  }

  return {
    lessons: async (): Promise<LessonRecord[]> => (await now()).lessons,
    /** Of these codes the live wordings, in this order. */
    shippedQuestions: async (codes: readonly string[]): Promise<QuestionRecord[]> => {
      const { questions } = await now()
      return codes.flatMap((code) => questions.get(code) ?? [])
    },
    /** The rules in force at an instant; throws an Error when none are stored. */
    rules: async (at: Date): Promise<StudyRules> => {
      const chosen = versionInForce((await now()).rules, dayOf(at))
      if (!chosen) throw new Error('no study rules are stored: ensureStudyContent has not run')
      return chosen
    },
  }
}
