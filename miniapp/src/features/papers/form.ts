import { MOST_PAPER_QUESTIONS, QUESTION_TYPES, type QuestionType } from '@pioneer/shared-types/constants'
import type { AssignPaper, BankSummary, Draw } from '@pioneer/shared-types/study/schemas'
import { dayOf, instantOf, partsOf } from '@/services/calendar'
import { WORDS } from './words'

/** The form of a paper. Pure: days and times are those of Shanghai, `now` is an instant in ms. */

export type Counts = Readonly<Record<QuestionType, number>>

export interface AssignForm {
  title: string
  /** The name was typed; it no longer follows the quarter and the kind of test. */
  titleTyped: boolean
  bankId: string
  /** None chosen = all of them. */
  topics: readonly string[]
  counts: Counts
  /** Which questions are drawn: the same seed draws the same. */
  seed: number
  /** YYYY-MM-DD */
  date: string
  /** HH:mm */
  time: string
  attempts: number
  /** None chosen = everyone. */
  orgIds: readonly string[]
  discipline: boolean
}

/** Limits of the contract (Draw, AssignPaper); a longer paper is nothing for a phone. */
export const MOST_QUESTIONS = MOST_PAPER_QUESTIONS
export const MOST_ATTEMPTS = 10
const MOST_PLACES = 50
const LEAST_TITLE = 2
const SEEDS = 2_147_483_648

const DAYS_TO_ANSWER = 7
const TIME_DUE = '18:00'
const ATTEMPTS = 3
const WANTED: Counts = { single: 10, multiple: 5, judge: 5 }

/** A seed out of a random number from 0 to below 1. */
export const seedFrom = (random: number): number => Math.floor(random * SEEDS)

type Topics = Pick<BankSummary, 'topics'>

/** How many questions of each type there are in the chosen topics, in all of them when none is chosen. */
export function availableIn(bank: Topics | undefined, topics: readonly string[]): Counts {
  const chosen = (bank?.topics ?? []).filter(({ name }) => topics.length === 0 || topics.includes(name))
  const sum = (type: QuestionType) => chosen.reduce((total, topic) => total + topic[type], 0)
  return { single: sum('single'), multiple: sum('multiple'), judge: sum('judge') }
}

export const totalOf = (counts: Counts): number => QUESTION_TYPES.reduce((total, type) => total + counts[type], 0)

/** 第四季度理论测试 */
export const suggestedTitle = (now: number, discipline: boolean): string => WORDS.suggested(WORDS.quarters[Math.floor((partsOf(now).month - 1) / 3)] ?? '', discipline)

/** A new paper of a bank: a usual mix as far as there are questions, a week's time. */
export function emptyPaper(bank: Pick<BankSummary, 'id' | 'topics'> | undefined, seed: number, now: number): AssignForm {
  const available = availableIn(bank, [])
  const counts = Object.fromEntries(QUESTION_TYPES.map((type) => [type, Math.min(WANTED[type], available[type])]))
  return {
    title: suggestedTitle(now, false),
    titleTyped: false,
    bankId: bank?.id ?? '',
    topics: [],
    counts: { ...WANTED, ...counts },
    seed,
    date: dayOf(now + DAYS_TO_ANSWER * 86_400_000),
    time: TIME_DUE,
    attempts: ATTEMPTS,
    orgIds: [],
    discipline: false,
  }
}

/** The form after a change; the name follows the kind of test until somebody types one, topics belong to their bank. */
export function changedPaper(form: AssignForm, change: Partial<AssignForm>, now: number): AssignForm {
  const next = { ...form, ...change }
  if (change.bankId !== undefined && change.bankId !== form.bankId) return { ...next, topics: [] }
  if (change.title !== undefined) return { ...next, titleTyped: change.title.trim() !== '' }
  return change.discipline === undefined || next.titleTyped ? next : { ...next, title: suggestedTitle(now, next.discipline) }
}

/** Puts a key in or takes it out. */
export const toggledIn = (keys: readonly string[], key: string): string[] => (keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key])

export type AssignField = 'title' | 'bank' | 'topics' | QuestionType | 'questions' | 'date' | 'time' | 'attempts' | 'whom'
export type AssignErrors = Readonly<Partial<Record<AssignField, string>>>

/** Types of which more is asked than there is. */
export function shortOf(counts: Counts, available: Counts): AssignErrors {
  return Object.fromEntries(QUESTION_TYPES.filter((type) => counts[type] > available[type]).map((type) => [type, WORDS.short(available[type])]))
}

function questionFault(counts: Counts): string | undefined {
  const total = totalOf(counts)
  if (total === 0) return WORDS.errors.none
  return total > MOST_QUESTIONS ? WORDS.errors.tooMany(MOST_QUESTIONS) : undefined
}

/** What is wrong, by field; empty when it can be sent. */
export function paperFaults(form: AssignForm, available: Counts, now: number): AssignErrors {
  const due = instantOf(form.date, form.time)
  const date = Number.isNaN(instantOf(form.date, '00:00')) ? WORDS.errors.date : undefined
  const all: AssignErrors = {
    title: form.title.trim().length < LEAST_TITLE ? WORDS.errors.name : undefined,
    bank: form.bankId === '' ? WORDS.errors.bank : undefined,
    ...shortOf(form.counts, available),
    questions: questionFault(form.counts),
    date: date ?? (due <= now ? WORDS.errors.past : undefined),
    time: date === undefined && Number.isNaN(due) ? WORDS.errors.time : undefined,
    whom: form.orgIds.length > MOST_PLACES ? WORDS.errors.places(MOST_PLACES) : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, fault]) => fault !== undefined))
}

/** What is drawn from. */
export const drawOf = ({ bankId, topics, counts, seed }: AssignForm): Draw => ({ bankId, ...(topics.length > 0 ? { topics: [...topics] } : {}), ...counts, seed })

/** Whether a draw would give a paper. */
export const mayDraw = ({ bankId, counts }: AssignForm, available: Counts): boolean =>
  bankId !== '' && questionFault(counts) === undefined && Object.keys(shortOf(counts, available)).length === 0

/** What is sent, but for the key. Only for a form without faults. */
export const assignBody = (form: AssignForm): Omit<AssignPaper, 'requestKey'> => ({
  title: form.title.trim(),
  draw: drawOf(form),
  dueAt: new Date(instantOf(form.date, form.time)).toISOString(),
  attempts: form.attempts,
  ...(form.orgIds.length > 0 ? { orgIds: [...form.orgIds] } : {}),
  discipline: form.discipline,
})

const FIELDS: Readonly<Record<string, AssignField>> = {
  title: 'title', bankId: 'bank', draw: 'questions', 'draw/bankId': 'bank', 'draw/topics': 'topics', 'draw/single': 'single', 'draw/multiple': 'multiple', 'draw/judge': 'judge',
  dueAt: 'date', opensAt: 'date', attempts: 'attempts', orgIds: 'whom',
}

/** The service's fields (dueAt, draw.single, orgIds.3) under the fields of the form; what fits none is left to a toast. */
export function paperErrorsByField(fields: ReadonlyArray<{ path: string; message: string }>): AssignErrors {
  const errors: Partial<Record<AssignField, string>> = {}
  for (const { path, message } of fields) {
    const [first = '', second = ''] = path.replace(/^\/?(body[/.])?/, '').split(/[/.]/)
    const field = FIELDS[`${first}/${second}`] ?? FIELDS[first]
    if (field) errors[field] ??= message
  }
  return errors
}

export type AssignPart = 'source' | 'counts' | 'rules'
const PARTS: Readonly<Record<AssignField, AssignPart>> = {
  title: 'source', bank: 'source', topics: 'source', single: 'counts', multiple: 'counts', judge: 'counts', questions: 'counts', date: 'rules', time: 'rules', attempts: 'rules', whom: 'rules',
}

/** The first part of the form in which something is wrong; null when nothing is. */
export const firstFault = (errors: AssignErrors): AssignPart | null =>
  (['source', 'counts', 'rules'] as const).find((part) => (Object.keys(errors) as AssignField[]).some((field) => PARTS[field] === part)) ?? null
