/** What a member of the demo answers. Pure: the same person answers the same paper alike. */
import type { QuestionRecord } from '../study/types'
import { dice } from './random'

/** Chance that a person knows an answer: people differ, and the leads are neither the best nor the worst. */
const skillOf = (name: string): number => 0.62 + 0.36 * dice(`skill/${name}`).next()

/** The answer of one person to one question: right, or one of the wrong options in place of a right one. */
export function answerOf(name: string, question: Pick<QuestionRecord, 'code' | 'options' | 'answer'>): string[] {
  const throwing = dice(`answer/${name}/${question.code}`)
  if (throwing.next() < skillOf(name)) return [...question.answer]
  const wrong = question.options.map(({ key }) => key).filter((key) => !question.answer.includes(key))
  if (question.answer.length > 1) return question.answer.slice(0, -1)
  return wrong.length === 0 ? [] : [throwing.pick(wrong)]
}

/** Whether somebody does a paper at all; the older ones are asked in person and mostly do. */
export const takesPart = (name: string, paper: string, share: number): boolean => dice(`part/${paper}/${name}`).next() < share
