import type { TodoItem } from '@pioneer/shared-types/home/schemas'
import type { LessonCard, PaperTask } from '@pioneer/shared-types/study/schemas'
import { ACTIVITY_KIND_NAMES, type ActivityKind, type RequestKind } from '@pioneer/shared-types/constants'
import { dayOf, endOfDay, inWords } from '../../kernel/calendar'

/** How many todos go along with the first screen, which shows three and opens to the rest. */
export const TODOS_SENT = 12
/** How many meetings with requests those who run them see. */
export const REQUESTS_SHOWN = 20
/** How many duties, papers and missing replies those who run the branch see. */
export const DUE_SHOWN = 10

const DAY = 86_400_000
/** A missing answer presses when the meeting or the deadline is so near. */
export const PRESSES = 3 * DAY

/** A meeting as a todo names it. */
export interface TodoMeeting { id: string; title: string; kinds: readonly ActivityKind[]; startAt: Date; endAt: Date; ownerOrgId: string }
/** A duty of the branch that is near or overdue. */
export interface TodoDuty { kind: ActivityKind; name: string; label: string; dueAt: Date; overdue: boolean }
/** An open paper with how many have answered it. */
export interface TodoPaper { paper: { id: string; title: string; ownerOrgId: string; dueAt: Date }; assigned: number; done: number }

const NOTHING: Omit<TodoItem, 'kind' | 'title' | 'note'> = { dueAt: null, activityId: null, orgId: null, count: 1, ref: null }
const atMeeting = ({ id, ownerOrgId }: TodoMeeting, dueAt: Date): Omit<TodoItem, 'kind' | 'title' | 'note'> =>
  ({ ...NOTHING, dueAt: dueAt.toISOString(), activityId: id, orgId: ownerOrgId })
/** Today still, whatever the hour. */
const today = (now: Date): string => new Date(endOfDay(dayOf(now)).getTime() - 1).toISOString()

// --- what waits for a member ---

export const replyTodo = (meeting: TodoMeeting): TodoItem =>
  ({ kind: 'reply', title: meeting.title, note: `${inWords(meeting.startAt)} · 参加，还是请假`, ...atMeeting(meeting, meeting.startAt) })

/** 今日微党课: none while it rests or when all are passed. */
export const lessonTodos = (lesson: LessonCard | null, now: Date): TodoItem[] =>
  lesson === null || lesson.state === 'passed' || lesson.state === 'resting' ? [] : [{
    kind: 'lesson', title: lesson.title, note: `微党课 · ${lesson.minutes} 分钟，${lesson.questions} 道题`, ...NOTHING, dueAt: today(now), ref: lesson.code,
  }]

/** Wrong answers that come back today. */
export const reviewTodos = (due: number, now: Date): TodoItem[] =>
  due === 0 ? [] : [{ kind: 'review', title: `${due} 道错题要复习`, note: '答对就过，答错了过几天再来', ...NOTHING, dueAt: today(now), count: due }]

/** Papers nobody has to ask about any more are left out: done, or missed. */
export const paperTodos = (papers: readonly PaperTask[]): TodoItem[] =>
  papers.filter(({ state }) => state === 'todo' || state === 'doing').map(({ id, title, questions, dueAt, state, attempts, attemptsAllowed }) => ({
    kind: 'paper', title, note: state === 'doing' ? `${questions} 题，接着上次答` : `${questions} 题，可答 ${attemptsAllowed - attempts} 次`, ...NOTHING, dueAt, ref: id,
  }))

// --- what waits for those who run the branch ---

/** 补签 waits until the day after the meeting, when absence is decided; leave until the meeting begins. */
export const requestTodo = (meeting: TodoMeeting, kind: RequestKind, count: number): TodoItem =>
  kind === 'sign-in'
    ? { kind: 'sign-in-request', title: `${count} 人补签等你确认`, note: meeting.title, ...atMeeting(meeting, new Date(meeting.endAt.getTime() + DAY)), count }
    : { kind: 'leave-request', title: `${count} 人请假等你确认`, note: meeting.title, ...atMeeting(meeting, meeting.startAt), count }

export const bindingTodo = (count: number, place: { id: string; name: string } | null): TodoItem =>
  ({ kind: 'binding-request', title: `${count} 人申请认证`, note: place?.name ?? '核对姓名和手机尾号', ...NOTHING, orgId: place?.id ?? null, count })

export const draftTodo = (meeting: TodoMeeting): TodoItem => ({
  kind: 'draft', title: `${meeting.title}还没发布`, note: `${inWords(meeting.startAt)} ${meeting.kinds.map((kind) => ACTIVITY_KIND_NAMES[kind]).join('、')}`,
  ...atMeeting(meeting, meeting.startAt),
})

/** A duty in words of its own, for the desk. */
export const dutyTodo = ({ kind, name, label, dueAt, overdue }: TodoDuty, orgId: string): TodoItem =>
  ({ kind: 'duty', title: `${name}${overdue ? '逾期了' : '该办了'}`, note: label, ...NOTHING, dueAt: dueAt.toISOString(), orgId, ref: kind })

/** Duties as one line of the first screen: what is overdue for long must not push everything else away. */
export function dutiesTodos(duties: readonly TodoDuty[], orgId: string): TodoItem[] {
  const [first] = duties
  if (first === undefined || duties.length === 1) return duties.map((duty) => dutyTodo(duty, orgId))
  const earliest = duties.reduce((least, { dueAt }) => (dueAt < least ? dueAt : least), first.dueAt)
  const overdue = duties.filter((duty) => duty.overdue).length
  return [{
    kind: 'duty', title: `${duties.length} 项应办的事${overdue > 0 ? `，${overdue} 项逾期` : '快到期了'}`, note: [...new Set(duties.map(({ name }) => name))].join('、'),
    ...NOTHING, dueAt: earliest.toISOString(), orgId, count: duties.length,
  }]
}

/** Papers not everybody has answered. */
export const paperMissingTodos = (papers: readonly TodoPaper[]): TodoItem[] =>
  papers.filter(({ assigned, done }) => done < assigned).map(({ paper: { id, title, ownerOrgId, dueAt }, assigned, done }) => ({
    kind: 'paper-missing', title: `${title} ${assigned - done} 人没答`, note: `${done} / ${assigned} 人已答`, ...NOTHING, dueAt: dueAt.toISOString(), orgId: ownerOrgId, count: assigned - done, ref: id,
  }))

export const replyMissingTodo = (meeting: TodoMeeting, missing: number): TodoItem =>
  ({ kind: 'reply-missing', title: `${meeting.title} ${missing} 人没回复`, note: `${inWords(meeting.startAt)} 开会`, ...atMeeting(meeting, meeting.startAt), count: missing })

/** Questions somebody else has brought and that wait for a second pair of eyes. */
export const importTodo = ({ id, orgId, name, questions }: { id: string; orgId: string; name: string; questions: number }): TodoItem =>
  ({ kind: 'question-import', title: `${questions} 道题等你审`, note: name, ...NOTHING, orgId, count: questions, ref: id })

// --- order ---

/** By due date, what has none last. */
export const byDue = (a: TodoItem, b: TodoItem): number => {
  if (a.dueAt === b.dueAt) return 0
  if (a.dueAt === null) return 1
  if (b.dueAt === null) return -1
  return a.dueAt < b.dueAt ? -1 : 1
}

/** Whether it is due soon enough to stand on the first screen of those who run the branch. */
export const presses = ({ dueAt }: TodoItem, now: Date): boolean => dueAt !== null && Date.parse(dueAt) - now.getTime() <= PRESSES
