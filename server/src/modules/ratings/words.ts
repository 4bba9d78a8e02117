import type { FactValue } from '@pioneer/shared-types/ratings/schemas'
import { dueBy, hundredths } from './rules'
import type { Indicator, Measure } from './scheme-schema'
import type { IndicatorInput, IndicatorResult, Measured } from './types'

/** How a rating is told: the scheme's own words with its figures. Pure. */

/** A number without needless zeros: at most two decimals. */
export const plain = (value: number): string => String(Math.round(value * 100) / 100)
const oneDecimal = (num: number, den: number): string => String(Math.round((1000 * num) / den) / 10)

/** What the names in braces stand for. */
function valuesOf(measure: Measure, measured: Measured | null, month: number): Record<string, string> {
  const target: Record<string, string> = 'target' in measure ? { target: String(measure.target) } : {}
  if (measured === null) return { ...target, count: '0', clean: '今年没有', due: measure.how === 'count' ? String(dueBy(measure.schedule, month)) : '0', done: '0', left: '0' }
  if ('due' in measured) return { due: String(measured.due), done: String(measured.done), left: String(measured.left) }
  if ('num' in measured) {
    const { num, den } = measured
    const goal = measure.how === 'rate' ? Math.ceil((measure.target * den) / 100) : den
    return { ...target, num: String(num), den: String(den), percent: den === 0 ? '–' : String(Math.floor((100 * num) / den)), mean: den === 0 ? '–' : oneDecimal(num, den), need: String(Math.max(0, goal - num)) }
  }
  if ('count' in measured) {
    const due = measure.how === 'count' ? Math.max(dueBy(measure.schedule, month), Math.min(measured.count, measure.schedule.at(-1)?.due ?? 0)) : 0
    return { count: String(measured.count), due: String(due), clean: measured.count === 0 ? '今年没有' : `今年 ${measured.count} 起` }
  }
  if ('percent' in measured) return { ...target, percent: plain(measured.percent) }
  return { yes: measured.yes ? '已办' : '还没办' }
}

const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '–')

/** How an indicator stands, e.g. 到期 3 次，开了 3 次. */
export function wordsOf(indicator: Indicator, input: IndicatorInput | undefined, state: IndicatorResult['state'], month: number): string {
  if (state === 'not-applicable') return indicator.applies === 'groups' ? '没有党小组，分值摊到本方面其他项' : '没有支委会，分值摊到本方面其他项'
  if (state === 'missing') return '还没登记'
  const measured = input?.measured ?? null
  if (state === 'not-due') return '还没到期，分值先摊到本方面其他项'
  if (measured !== null && 'num' in measured && measured.den === 0) return '今年还没有可以统计的记录'
  return fill(indicator.words, valuesOf(indicator.measure, measured, month))
}

/** 怎样再进一步, one line. */
export function raiseOf(indicator: Indicator, input: IndicatorInput | undefined, state: IndicatorResult['state'], month: number): { title: string; note: string } {
  if (state === 'missing' || indicator.raise === null) return { title: `登记“${indicator.name}”`, note: '还没登记，登记了才有分' }
  const measured = input?.measured ?? null
  const values = valuesOf(indicator.measure, measured, month)
  if (measured !== null && 'num' in measured && measured.den === 0) return { title: indicator.name, note: '今年还没有可以统计的记录' }
  // A target is told as that of the year: what is still asked for may be more than what was due so far.
  const whole = indicator.measure.how === 'count' ? { ...values, due: String(indicator.measure.schedule.at(-1)?.due ?? 0) } : values
  return { title: fill(indicator.raise.title, whole), note: fill(indicator.raise.note, whole) }
}

/** How an indicator is reckoned, with the figures of the scheme. */
export function howOf(indicator: Indicator, weight: number): string {
  const { measure, max } = indicator
  const rule = ((): string => {
    switch (measure.how) {
      case 'done-due': return `按办到的比例得分，全办到得 ${max} 分。`
      case 'rate': case 'percent': return `到 ${measure.target}% 得满 ${max} 分，${measure.floor}% 及以下不得分，中间按比例。`
      case 'count': return `全年 ${measure.schedule.at(-1)?.due ?? 0} 次（个）得满 ${max} 分，年中按进度要求。`
      case 'yes-no': return `办了得 ${max} 分。`
      case 'deduct': return `满分 ${max} 分，每起扣 ${measure.each} 分，扣完为止。`
    }
  })()
  if (weight === 0) return `${rule}现在不计分。`
  return weight === max * 100 ? rule : `${rule}本方面有不适用或没到期的项，这一项现在按 ${plain(weight / 100)} 分算。`
}

/** A fact as it was entered. */
export function factWords(value: FactValue, unit: string): string {
  if ('due' in value) return `${value.done} / ${value.due}${unit === '' ? '' : ` ${unit}`}`
  if ('count' in value) return `${value.count} ${unit}`.trim()
  if ('percent' in value) return `${plain(hundredths(value.percent) / 100)}${unit}`
  return value.yes ? '是' : '否'
}
