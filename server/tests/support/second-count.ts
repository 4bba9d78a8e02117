import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The score counted a second time, with an arithmetic of its own: from the scheme's file and the stored inputs, in fractions of big integers,
 * sharing no line with the service. What both say alike is right, or wrong for two different reasons at once.
 */
interface Fraction { over: bigint; under: bigint }
type Known = Record<string, number | boolean> | null
interface Stored { month: number; groups: number; committee: boolean; vetoes: string[]; emptyQuarters: Record<string, number[]>; indicators: Record<string, { measured: Known }> }
interface Measure { how: string; floor?: number; target?: number; notBefore?: number; dueFrom?: number | null; schedule?: { from: number; due: number }[]; each?: number }
interface SchemeFile {
  stars: { stars: number; atLeast: number }[]
  limits: { code: string; atMost: number; when: { how: string; indicator?: string; below?: number } }[]
  dimensions: { max: number; indicators: { code: string; max: number; applies: string | null; measure: Measure }[] }[]
}

const file = JSON.parse(readFileSync(path.join(__dirname, '../../data/rating-scheme.v1.json'), 'utf8')) as SchemeFile
const whole = (value: unknown): bigint => BigInt(Math.round(Number(value)))

/** Points of every hundred an indicator gets; `out` when it does not count. */
function part(measure: Measure, max: number, known: Known, month: number): Fraction | 'out' {
  const none: Fraction = { over: 0n, under: 1n }
  const waits = measure.dueFrom === null || measure.dueFrom === undefined || month < measure.dueFrom
  const cut = (over: bigint, under: bigint): Fraction => (over < 0n ? none : over > under ? { over: 1n, under: 1n } : { over, under })
  const [floor, target] = [BigInt(measure.floor ?? 0), BigInt(measure.target ?? 100)]
  if (measure.how === 'deduct') return cut(BigInt(max) - BigInt(measure.each ?? 0) * whole(known?.['count'] ?? 0), BigInt(max))
  if (measure.how === 'count') {
    const steps = measure.schedule ?? []
    const asked = Math.max(0, ...steps.filter(({ from }) => from <= month).map(({ due }) => due))
    const most = Math.max(...steps.map(({ due }) => due))
    const has = known === null ? 0 : Math.min(Number(known['count']), most)
    return asked === 0 && has === 0 ? 'out' : { over: BigInt(has), under: BigInt(asked > has ? asked : has) }
  }
  if (measure.how === 'rate') {
    if (month < (measure.notBefore ?? 1)) return 'out'
    if (known === null || known['den'] === 0) return waits ? 'out' : none
    // (num/den − floor/100) ÷ (target/100 − floor/100)
    return cut(whole(known['num']) * 100n - floor * whole(known['den']), whole(known['den']) * (target - floor))
  }
  if (known === null) return waits ? 'out' : none
  if (measure.how === 'yes-no') return known['yes'] === true ? { over: 1n, under: 1n } : none
  if (measure.how === 'percent') return cut(whole(Number(known['percent']) * 100) - floor * 100n, (target - floor) * 100n)
  return known['due'] === 0 ? 'out' : cut(whole(known['done']), whole(known['due']))
}

/** Score in hundredths and stars, as the stored inputs of scheme 1 give them. */
export function countAgain(inputs: Stored): { score: number; stars: number } {
  let total = 0n
  for (const { max: room, indicators } of file.dimensions) {
    const parts = indicators.map((one) => {
      const away = (one.applies === 'groups' && inputs.groups < 1) || (one.applies === 'committee' && !inputs.committee)
      return { max: BigInt(one.max), got: away ? 'out' as const : part(one.measure, one.max, inputs.indicators[one.code]?.measured ?? null, inputs.month) }
    })
    const inside = parts.flatMap(({ max, got }, place) => (got === 'out' ? [] : [{ max, got, place }]))
    if (inside.length === 0) { total += BigInt(room) * 100n; continue }
    const all = inside.reduce((sum, { max }) => sum + max, 0n)
    const purse = BigInt(room) * 100n
    // The largest remainder gets the next hundredth, the earlier one of equals.
    const given = inside.map((one) => ({ ...one, weight: purse * one.max / all, rest: purse * one.max % all }))
    let spare = purse - given.reduce((sum, { weight }) => sum + weight, 0n)
    for (const one of [...given].sort((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest < b.rest ? 1 : -1))) {
      if (spare === 0n) break
      one.weight += 1n
      spare -= 1n
    }
    for (const { weight, got } of given) {
      const exact = weight * got.over
      total += exact / got.under + ((exact % got.under) * 2n >= got.under ? 1n : 0n)
    }
  }
  const score = Number(total)
  const caps = file.limits.filter(({ code, when }) => when.how === 'fact' ? inputs.vetoes.includes(code)
    : when.how === 'empty-quarter' ? (inputs.emptyQuarters[code] ?? []).length > 0
      : Number(inputs.indicators[when.indicator ?? '']?.measured?.['percent'] ?? 100) < (when.below ?? 0)).map(({ atMost }) => atMost)
  const earned = Math.max(...file.stars.filter(({ atLeast }) => score >= atLeast * 100).map(({ stars }) => stars))
  return { score, stars: Math.min(earned, ...caps) }
}
