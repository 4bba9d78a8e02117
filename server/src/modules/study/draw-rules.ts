import { QUESTION_TYPES, type QuestionType } from '@pioneer/shared-types/constants'

/** A question that may be drawn. */
export interface Candidate { id: string; code: string; type: QuestionType; topic: string }
export type Wanted = Readonly<Record<QuestionType, number>>

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A sequence of whole numbers below 2³² that follows from its seed alone (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** A seed of its own for each part of a draw (FNV-1a), so that asking for one more judgement changes no single choice. */
function seedOf(seed: number, part: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const letter of part) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const out = [...items]
  for (let last = out.length - 1; last > 0; last -= 1) {
    const chosen = next() % (last + 1)
    const moved = out[last] as T
    out[last] = out[chosen] as T
    out[chosen] = moved
  }
  return out
}

/** Takes from the topics in turn: they differ by one at most while they last. */
function ofType(candidates: readonly Candidate[], type: QuestionType, count: number, seed: number): Candidate[] {
  const next = sequence(seedOf(seed, type))
  const fitting = candidates.filter((candidate) => candidate.type === type).sort((a, b) => byText(a.code, b.code) || byText(a.id, b.id))
  const topics = shuffled([...new Set(fitting.map((candidate) => candidate.topic))].sort(byText), next)
  const piles = topics.map((topic) => shuffled(fitting.filter((candidate) => candidate.topic === topic), next))
  const drawn: Candidate[] = []
  for (let round = 0; drawn.length < Math.min(count, fitting.length); round += 1) {
    for (const pile of piles) {
      const question = pile[round]
      if (question && drawn.length < count) drawn.push(question)
    }
  }
  return drawn
}

/**
 * Draws questions for a paper: balanced over the topics, none twice, single choices first, then multiple, then judgements. The same seed on the
 * same candidates draws the same, in whatever order they come. Where there are fewer than wanted, all of them are drawn.
 */
export const drawQuestions = (candidates: readonly Candidate[], wanted: Wanted, seed: number): Candidate[] =>
  QUESTION_TYPES.flatMap((type) => ofType(candidates, type, wanted[type], seed))

/** How many there are of each type. */
export function countByType(candidates: readonly Pick<Candidate, 'type'>[]): Record<QuestionType, number> {
  const count = (type: QuestionType): number => candidates.filter((candidate) => candidate.type === type).length
  return { single: count('single'), multiple: count('multiple'), judge: count('judge') }
}
