import fc from 'fast-check'
import { QUESTION_TYPES } from '@pioneer/shared-types/constants'
import { countByType, drawQuestions, type Candidate } from './draw-rules'

const TOPICS = ['党章', '组织生活', '发展党员', '党费']
const candidates: fc.Arbitrary<Candidate[]> = fc.array(fc.record({ type: fc.constantFrom(...QUESTION_TYPES), topic: fc.constantFrom(...TOPICS) }), { maxLength: 60 })
  .map((all) => all.map((item, index) => ({ ...item, id: `q${index}`, code: `Q${String(index).padStart(3, '0')}` })))
const wanted = fc.record({ single: fc.nat(20), multiple: fc.nat(20), judge: fc.nat(20) })
const seed = fc.nat(2_147_483_647)

it('draws as many as wanted of each type, or all there are, none twice', () => {
  fc.assert(fc.property(candidates, wanted, seed, (all, want, number) => {
    const drawn = drawQuestions(all, want, number)
    expect(new Set(drawn.map((question) => question.id)).size).toBe(drawn.length)
    const there = countByType(all)
    for (const type of QUESTION_TYPES) expect(countByType(drawn)[type]).toBe(Math.min(want[type], there[type]))
    expect(drawn.map((question) => QUESTION_TYPES.indexOf(question.type))).toEqual(drawn.map((question) => QUESTION_TYPES.indexOf(question.type)).sort((a, b) => a - b))
  }))
})

it('is balanced over the topics: no topic has two more than one that has questions left', () => {
  fc.assert(fc.property(candidates, wanted, seed, (all, want, number) => {
    const drawn = drawQuestions(all, want, number)
    for (const type of QUESTION_TYPES) {
      const count = (list: readonly Candidate[], topic: string): number => list.filter((question) => question.type === type && question.topic === topic).length
      for (const a of TOPICS) for (const b of TOPICS) if (count(drawn, b) < count(all, b)) expect(count(drawn, a)).toBeLessThanOrEqual(count(drawn, b) + 1)
    }
  }))
})

it('follows from the seed, in whatever order the bank is read', () => {
  fc.assert(fc.property(candidates.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), wanted, seed, ([all, shuffled], want, number) => {
    expect(drawQuestions(shuffled, want, number)).toEqual(drawQuestions(all, want, number))
  }))
})

it('another seed draws others, and each question is drawn about as often', () => {
  const all: Candidate[] = Array.from({ length: 40 }, (_, index) => ({ id: `q${index}`, code: `Q${String(index).padStart(3, '0')}`, type: 'single', topic: TOPICS[index % 4] ?? '' }))
  const times = new Map<string, number>()
  const papers = new Set<string>()
  for (let number = 0; number < 2_000; number += 1) {
    const drawn = drawQuestions(all, { single: 10, multiple: 0, judge: 0 }, number).map((question) => question.id)
    papers.add(drawn.join())
    for (const id of drawn) times.set(id, (times.get(id) ?? 0) + 1)
  }
  expect(papers.size).toBeGreaterThan(1_990)
  // 500 expected each; the draw is fixed by its seeds, so these bounds hold for ever or never.
  expect(Math.min(...times.values())).toBeGreaterThan(400)
  expect(Math.max(...times.values())).toBeLessThan(600)
  expect(times.size).toBe(40)
})
