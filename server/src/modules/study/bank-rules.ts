/** The law of question banks: when two questions are the same, what a workbook changes. Pure. */
import type { BankSummary } from '@pioneer/shared-types/study/schemas'
import type { QuestionContent } from './bank-types'

/** The topic of questions that name none. */
export const NO_TOPIC = '未分类'

/** Blanks in a stem: （　　）, ( ), ____. */
const BLANK = /[(（]\s*[)）]|[_＿]{2,}/gu

/**
 * A stem as it is compared: one form of letters, no spaces, no blanks to fill in, no punctuation at the end. So 党的根本宗旨是（ ）。and
 * 党的根本宗旨是____ are one question.
 */
export const stemKeyOf = (stem: string): string =>
  stem.normalize('NFKC').replace(BLANK, '').replace(/[\s\u200b-\u200f\u2060\ufeff]+/gu, '').replace(/[.。?？:：,，;；!！]+$/u, '').toLowerCase()

/** Whether two questions say the same in everything a reader or the marking sees. */
export function sameContent(a: QuestionContent, b: QuestionContent): boolean {
  const plain = ({ type, stem, options, answer, explanation, topic, source }: QuestionContent): string =>
    JSON.stringify([type, stem, options.map(({ key, text }) => [key, text]), [...answer].sort(), explanation, topic, source])
  return plain(a) === plain(b)
}

/** What a question brought by a workbook is to a bank that has `known` under the same stem. What the workbook leaves empty stays as it is known. */
export function merged(brought: QuestionContent, known: QuestionContent | undefined): { action: 'add' | 'change' | 'same'; content: QuestionContent } {
  if (!known) return { action: 'add', content: brought }
  const content: QuestionContent = {
    ...brought,
    explanation: brought.explanation === '' ? known.explanation : brought.explanation,
    topic: brought.topic === NO_TOPIC ? known.topic : brought.topic,
    source: brought.source ?? known.source,
  }
  // A blank written another way is no change of the question.
  const sameWords = stemKeyOf(content.stem) === stemKeyOf(known.stem)
  return { action: sameContent({ ...content, stem: sameWords ? known.stem : content.stem }, known) ? 'same' : 'change', content }
}

/** Topics of a bank with how many questions of each type, in the order of first appearance. */
export function topicsOf(questions: readonly Pick<QuestionContent, 'topic' | 'type'>[]): BankSummary['topics'] {
  const topics = new Map<string, BankSummary['topics'][number]>()
  for (const { topic, type } of questions) {
    const counts = topics.get(topic) ?? { name: topic, single: 0, multiple: 0, judge: 0 }
    counts[type] += 1
    topics.set(topic, counts)
  }
  return [...topics.values()]
}
