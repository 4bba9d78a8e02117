import type { EnterFact, FactValue, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { WORDS } from './words'

/** The form of a fact. Pure: days are those of Shanghai, YYYY-MM-DD; figures are kept as they are typed. */

export type FactKind = NonNullable<IndicatorDetail['form']>['kind']

export interface FactForm {
  done: string
  due: string
  count: string
  percent: string
  yes: 'yes' | 'no' | null
  occurredOn: string
  note: string
  evidence: string
}

export const emptyFact = (today: string): FactForm => ({ done: '', due: '', count: '', percent: '', yes: null, occurredOn: today, note: '', evidence: '' })

export type FactField = keyof FactForm
export type FactErrors = Readonly<Partial<Record<FactField, string>>>

/** Limits of the contract (FactValue, EnterFact). */
const MOST_DONE = 10_000
const MOST_COUNT = 1000
const LEAST_TEXT = 2

/** Figures as a Chinese keyboard may give them: full-width digits and points too. NaN when it is no plain number. */
function numberOf(text: string): number {
  const plain = text.trim().replace(/[０-９．]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}

const wholeFault = (text: string, most: number): string | undefined => {
  const value = numberOf(text)
  if (!Number.isInteger(value)) return WORDS.errors.whole
  return value > most ? WORDS.errors.large : undefined
}

function valueFaults(form: FactForm, kind: FactKind): FactErrors {
  switch (kind) {
    case 'count':
      return { count: wholeFault(form.count, MOST_COUNT) }
    case 'percent': {
      const value = numberOf(form.percent)
      return { percent: value >= 0 && value <= 100 ? undefined : WORDS.errors.percent }
    }
    case 'yes-no':
      return { yes: form.yes === null ? WORDS.errors.choose : undefined }
    case 'done-due': {
      const done = wholeFault(form.done, MOST_DONE)
      const due = wholeFault(form.due, MOST_DONE) ?? (numberOf(form.due) < 1 ? WORDS.errors.due : undefined)
      return { done: done ?? (due === undefined && numberOf(form.done) > numberOf(form.due) ? WORDS.errors.over : undefined), due }
    }
  }
}

/** The first day of the year of `today`: what lies before belongs to a rating that is over. */
export const yearBegins = (today: string): string => `${today.slice(0, 4)}-01-01`

function dayFault(day: string, today: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return WORDS.errors.date
  if (day > today) return WORDS.errors.future
  return day < yearBegins(today) ? WORDS.errors.past : undefined
}

/** What is wrong, by field; empty when it can be sent. */
export function factFaults(form: FactForm, kind: FactKind, today: string): FactErrors {
  const proof = form.evidence.trim()
  const all: FactErrors = {
    ...valueFaults(form, kind),
    occurredOn: dayFault(form.occurredOn, today),
    note: form.note.trim().length < LEAST_TEXT ? WORDS.errors.note : undefined,
    evidence: proof !== '' && proof.length < LEAST_TEXT ? WORDS.errors.evidence : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, fault]) => fault !== undefined))
}

function valueOf(form: FactForm, kind: FactKind): FactValue {
  switch (kind) {
    case 'done-due':
      return { done: numberOf(form.done), due: numberOf(form.due) }
    case 'count':
      return { count: numberOf(form.count) }
    case 'percent':
      return { percent: numberOf(form.percent) }
    case 'yes-no':
      return { yes: form.yes === 'yes' }
  }
}

/** What is sent, but for the key. Only for a form without faults. */
export function factBody(form: FactForm, kind: FactKind, indicator: string): Omit<EnterFact, 'requestKey'> {
  const evidence = form.evidence.trim()
  return { indicator, value: valueOf(form, kind), occurredOn: form.occurredOn, note: form.note.trim(), ...(evidence === '' ? {} : { evidence }) }
}

const MAIN_FIELD: Readonly<Record<FactKind, FactField>> = { 'done-due': 'done', count: 'count', percent: 'percent', 'yes-no': 'yes' }

/** The service's fields (value.done, occurredOn) under the fields of the form; what fits none is left to a toast. */
export function factErrorsByField(fields: ReadonlyArray<{ path: string; message: string }>, kind: FactKind): FactErrors {
  const errors: Partial<Record<FactField, string>> = {}
  for (const { path, message } of fields) {
    const [first = '', second = ''] = path.replace(/^\/?(body[/.])?/, '').split(/[/.]/)
    if (first === 'value') errors[kind === 'done-due' && second === 'due' ? 'due' : MAIN_FIELD[kind]] ??= message
    else if (first === 'occurredOn' || first === 'note' || first === 'evidence') errors[first] ??= message
  }
  return errors
}
