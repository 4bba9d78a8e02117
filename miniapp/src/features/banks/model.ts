import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import type { BankPreview, BankSummary, ImportSummary, KeyedQuestion } from '@pioneer/shared-types/study/schemas'
import { dayText } from '@/services/calendar'
import { placesOf, type Place } from '../papers/model'
import { importPlaces } from '../roster/model'
import { WORDS } from './words'

/** View logic of question banks (题库). Pure. */

/** Whose banks somebody keeps: where they serve, and for the committee's staff every organization below. */
export function bankPlaces(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Place[] {
  const all = [...placesOf(me), ...importPlaces(me, orgs)]
  return [...new Map(all.map((place) => [place.id, place])).values()]
}

/** Imports that wait for this person's review. */
export const waitingForMe = (imports: readonly ImportSummary[]): ImportSummary[] => imports.filter(({ canReview }) => canReview)

/** What still waits, the own ones after those to be reviewed; and what was decided. */
export function byDecision(imports: readonly ImportSummary[]): { waiting: ImportSummary[]; decided: ImportSummary[] } {
  const waiting = imports.filter(({ state }) => state === 'pending')
  return {
    waiting: [...waiting.filter(({ canReview }) => canReview), ...waiting.filter(({ canReview }) => !canReview)],
    decided: imports.filter(({ state }) => state !== 'pending'),
  }
}

/** 去审, 等审, 已通过 … */
export function importValue({ state, canReview }: ImportSummary): string {
  if (state === 'pending') return canReview ? WORDS.goCheck : WORDS.waiting
  return state === 'approved' ? WORDS.approved : WORDS.rejected
}

/** 20 题 · 周敏 11月20日交来 · 等别的同志审 */
export function importNote({ questions, importedBy, importedAt, reason, state, mine }: ImportSummary): string {
  const rest = state === 'rejected' && reason !== null ? WORDS.because(reason) : state === 'pending' && mine ? WORDS.mineWaits : ''
  return [WORDS.questions(questions), WORDS.importedBy(importedBy, dayText(importedAt)), rest].filter(Boolean).join(' · ')
}

/** 随系统提供 · 第 1 版 */
export const bankNote = ({ shipped, ownerName, version }: BankSummary): string => [shipped ? WORDS.shipped : ownerName, WORDS.version(version)].join(' · ')

/** Banks an import of this organization can add to: its own. */
export const ownBanks = (banks: readonly BankSummary[], orgId: string): BankSummary[] => banks.filter(({ ownerOrgId }) => ownerOrgId === orgId)

/** Where a workbook goes: a bank of the organization, or a new one by its name. */
export interface BankTarget {
  bankId: string | null
  name: string
}

/** Names the contract takes (BankPreviewQuery). */
export const LEAST_NAME = 2
export const MOST_NAME = 30

/** The branch's own bank where it has one of the usual name, else a new one. */
export function usualTarget(own: readonly BankSummary[], orgName: string): BankTarget {
  const name = WORDS.defaultName(orgName).slice(0, MOST_NAME)
  return { bankId: own.find((bank) => bank.name === name)?.id ?? null, name }
}

/** What a column is read as. */
export function fieldName(field: string): string {
  const letter = /^option ([A-H])$/.exec(field)?.[1]
  return letter === undefined ? (WORDS.fields[field] ?? field) : WORDS.option(letter)
}

/** How many questions a preview would hand in. */
export const handsIn = ({ totals }: Pick<BankPreview, 'totals'>): number => totals.add + totals.change

/** Questions shown at once: with their options they are many nodes, and WeChat draws a page of a thousand at most. */
export const PAGE_SIZE = 20

export interface QuestionPage {
  items: KeyedQuestion[]
  /** 1 for the first question; both 0 when there is none. */
  from: number
  to: number
  last: boolean
}

/** One page of questions, 0 the first. */
export function pageOf(questions: readonly KeyedQuestion[], page: number): QuestionPage {
  const start = page * PAGE_SIZE
  const items = questions.slice(start, start + PAGE_SIZE)
  return { items, from: items.length === 0 ? 0 : start + 1, to: start + items.length, last: start + PAGE_SIZE >= questions.length }
}

/** Questions on pages nobody has turned to yet. `seen` counts the pages turned to, in order. */
export const unseen = (total: number, seen: number): number => Math.max(0, total - seen * PAGE_SIZE)
