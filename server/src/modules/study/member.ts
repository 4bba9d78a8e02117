import type { Lesson, LessonCard, LessonList, PaperTask, PaperTasks, StudyHome, StudyHours } from '@pioneer/shared-types/study/schemas'
import type { Caller } from '../../kernel/access'
import { yearOf, yearRange } from '../../kernel/calendar'
import { toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { hoursOf } from './hours-rules'
import type { TaskRecord } from './model'
import { ownRow, type StudyParts } from './parts'
import { lessonCardOf, paperTaskOf } from './present'
import type { ReviewPart } from './review'
import { todaysLesson } from './rules'
import type { StudyService } from './types'

const PAPERS_SHOWN = 3
const LESSONS_SHOWN = 4
/** Papers a member looks back at. */
const PAPERS_LISTED = 100

export interface MemberPart extends Pick<StudyService, 'home' | 'waiting' | 'hours' | 'opportunities'> {
  lessons(caller: Caller): Promise<LessonList>
  lesson(caller: Caller, code: string): Promise<Lesson>
  papers(caller: Caller): Promise<PaperTasks>
  paper(caller: Caller, id: string): Promise<PaperTask>
}

interface Book { cards: LessonCard[]; today: LessonCard | null }

/** What a member sees: lessons, papers that wait, hours. Nothing of it holds a key. */
export function createMember(parts: StudyParts, reviews: Pick<ReviewPart, 'portion'>): MemberPart {
  const { context: { clock }, models: { Task }, bank, shelf } = parts

  const lessonTasks = (memberId: string): Promise<TaskRecord[]> => Task.find({ memberId: toId(memberId), type: 'lesson' }).sort({ ref: 1 }).lean()

  async function bookOf(tasks: readonly TaskRecord[], now: Date): Promise<Book> {
    const { lesson: { attemptsPerDay } } = await bank.rules(now)
    const byCode = new Map(tasks.filter((task) => task.type === 'lesson').map((task) => [task.ref, task]))
    const cards = (await bank.lessonsNow()).map((lesson) => lessonCardOf(lesson, byCode.get(lesson.code) ?? null, attemptsPerDay, now))
    const passedAt = new Map([...byCode].flatMap(([code, { passedAt: at }]) => (at ? [[code, at] as const] : [])))
    const code = todaysLesson(cards.map((card) => card.code), passedAt, now)
    return { cards, today: cards.find((card) => card.code === code) ?? null }
  }

  /** Papers as they wait for their person; those withdrawn are gone. */
  async function papersOf(tasks: readonly TaskRecord[], now: Date): Promise<PaperTask[]> {
    const mine = tasks.filter((task) => task.type === 'paper' && task.withdrawnAt === null)
    const papers = await shelf.many(mine.map((task) => task.ref))
    return mine.flatMap((task) => { const paper = papers.get(task.ref); return paper ? [paperTaskOf(task, paper, now)] : [] })
  }

  /** One read for the lessons begun and the papers that are not over: a paper in its grace is still under way. */
  async function underWay(memberId: string, now: Date): Promise<TaskRecord[]> {
    return Task.find({ memberId: toId(memberId), $or: [{ type: 'lesson' }, { type: 'paper', withdrawnAt: null, opensAt: { $lte: now }, dueAt: { $gt: now } }, { type: 'paper', open: { $ne: null } }] })
      .sort({ dueAt: 1, _id: 1 }).lean()
  }

  /** Meetings attended and lessons passed in a year. */
  async function yearHours(memberId: string, year: number, now: Date, lessonMinutes: readonly number[], secretary: boolean): Promise<StudyHours> {
    const range = yearRange(year)
    const rules = await bank.rules(now < range.to ? now : new Date(range.to.getTime() - 1))
    const places = await parts.attendance.placesOf(memberId, range)
    const attended = places.filter(({ state }) => state === 'present' || state === 'made-up').map((place) => place.activityId)
    return { year, ...hoursOf(rules.hours, attended.length === 0 ? [] : await parts.activities.outlines(attended), lessonMinutes, secretary) }
  }

  const minutesIn = (tasks: readonly TaskRecord[], year: number): number[] =>
    tasks.flatMap((task) => (task.passedAt && task.minutes !== null && yearOf(task.passedAt) === year ? [task.minutes] : []))

  const home: MemberPart['home'] = async (caller) => {
    const memberId = ownRow(caller)
    const now = clock.now()
    const tasks = await underWay(memberId, now)
    const { cards, today } = await bookOf(tasks, now)
    const papers = (await papersOf(tasks, now)).filter((paper) => paper.attempts < paper.attemptsAllowed || paper.attemptId !== null)
    const { due, needed, nextOn } = await reviews.portion(memberId, now)
    const year = yearOf(now)
    const others = cards.filter((card) => card !== today)
    return {
      serverTime: now.toISOString(), today,
      review: { due: due.length, rightInRow: due.map(({ wrong }) => wrong.rightInRow).slice(0, 5), needed, nextOn },
      papers: papers.slice(0, PAPERS_SHOWN), paperCount: papers.length,
      hours: await yearHours(memberId, year, now, minutesIn(tasks, year), caller.grants.some((grant) => grant.role === 'secretary')),
      // What can still be learned comes first, in the order of the book.
      lessons: [...others.filter((card) => card.state !== 'passed'), ...others.filter((card) => card.state === 'passed')].slice(0, LESSONS_SHOWN), lessonCount: cards.length,
    } satisfies StudyHome
  }

  const waiting: MemberPart['waiting'] = async (memberId, now) => {
    const tasks = await underWay(memberId, now)
    const { today } = await bookOf(tasks, now)
    const { due } = await reviews.portion(memberId, now)
    return {
      lesson: today && today.state !== 'passed' && today.state !== 'resting' ? today : null,
      papers: (await papersOf(tasks, now)).filter((paper) => paper.state === 'todo' || paper.state === 'doing'), review: due.length,
    }
  }

  const hours: MemberPart['hours'] = async (memberId, year, now) => {
    const member = found(await parts.members.find(memberId))
    const secretaries = await parts.auth.holdersOf(member.branchId.toHexString(), ['secretary'])
    return yearHours(memberId, year, now, minutesIn(await lessonTasks(memberId), year), secretaries.includes(memberId))
  }

  /** Papers that were done in the period or fell due in it undone; every lesson there is that was not passed before it. */
  const opportunities: MemberPart['opportunities'] = async (memberId, from, to) => {
    const within = { $gte: from, $lt: to }
    const tests = await Task.countDocuments({ memberId: toId(memberId), type: 'paper', $or: [{ doneAt: within }, { doneAt: { $exists: false }, withdrawnAt: null, dueAt: within }] })
    const passedBefore = await Task.countDocuments({ memberId: toId(memberId), type: 'lesson', passedAt: { $lt: from } })
    return { 'study-test': tests, 'lesson-passed': Math.max(0, (await bank.lessonsNow()).length - passedBefore) }
  }

  return {
    home, waiting, hours, opportunities,
    lessons: async (caller) => {
      const now = clock.now()
      const { cards } = await bookOf(await lessonTasks(ownRow(caller)), now)
      return { items: cards, passed: cards.filter((card) => card.state === 'passed').length, serverTime: now.toISOString() }
    },
    lesson: async (caller, code) => {
      const memberId = ownRow(caller)
      const now = clock.now()
      const lesson = found(await bank.lesson(code))
      const task = await Task.findOne({ type: 'lesson', ref: code, memberId: toId(memberId) }).lean()
      const { lesson: rules } = await bank.rules(now)
      return { ...lessonCardOf(lesson, task, rules.attemptsPerDay, now), blocks: lesson.blocks, sources: lesson.sources, passRight: rules.passRight }
    },
    papers: async (caller) => {
      const now = clock.now()
      const tasks = await Task.find({ memberId: toId(ownRow(caller)), type: 'paper' }).sort({ dueAt: -1, _id: -1 }).limit(PAPERS_LISTED).lean()
      const all = await papersOf(tasks, now)
      const open = all.filter((paper) => paper.dueAt > now.toISOString())
      // What can still be done first, by deadline; then what is over, latest first.
      return { items: [...open.reverse(), ...all.filter((paper) => paper.dueAt <= now.toISOString())], serverTime: now.toISOString() }
    },
    paper: async (caller, id) => {
      const task = found(await Task.findOne({ type: 'paper', ref: id, memberId: toId(ownRow(caller)) }).lean())
      if (task.withdrawnAt) throw new ProblemError('paper-withdrawn')
      return paperTaskOf(task, await shelf.get(id), clock.now())
    },
  }
}
