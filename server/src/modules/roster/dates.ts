/** What dates of Party membership must and should satisfy, and the status that follows from them. Pure. */
import type { MemberStatus } from '@pioneer/shared-types/constants'
import type { Remark } from '../../kernel/workbook/cells'

export interface MembershipDates { birthMonth: string | null; joinedOn: string | null; confirmedOn: string | null; status: MemberStatus | null }
type DateField = 'birthMonth' | 'joinedOn' | 'confirmedOn' | 'status'

/** Founding of the Party: nobody joined before. */
const FOUNDED = '1921-07-01'
/** Since the constitution of 1977-08-18 there is a probation of one year again; before, some became full members at once. */
const PROBATION_SINCE = '1977-08-18'

const monthsOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
/** The same day so many years on; 29 February becomes the 1st of March in the comparison of texts. */
const yearsLater = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`

/** Contradictions within one row. `today` is a Shanghai day. */
export function datesAgree(dates: MembershipDates, today: string): (Remark & { field: DateField })[] {
  const { birthMonth, joinedOn, confirmedOn, status } = dates
  const out: (Remark & { field: DateField })[] = []
  const add = (field: DateField, severity: 'error' | 'warning', message: string, remedy: string): void => { out.push({ field, severity, message, remedy }) }
  if (birthMonth !== null && (birthMonth > today.slice(0, 7) || birthMonth < '1900-01')) add('birthMonth', 'error', '不像是出生年月', '核对年份')
  if (joinedOn !== null && joinedOn > today) add('joinedOn', 'error', '入党时间在今天以后', '核对年份')
  if (joinedOn !== null && joinedOn < FOUNDED) add('joinedOn', 'error', '入党时间早于 1921 年 7 月', '核对年份')
  if (confirmedOn !== null && confirmedOn > today) add('confirmedOn', 'error', '转正时间在今天以后', '还没有转正就空着')
  // 党章 art. 1: at least eighteen. Of the birth only the month is known, so the month of the birthday counts as reached.
  if (birthMonth !== null && joinedOn !== null && monthsOf(joinedOn) - monthsOf(birthMonth) < 18 * 12) {
    add('joinedOn', 'error', '入党时不满 18 岁（党章第一条）', '核对出生年月和入党时间')
  }
  if (confirmedOn !== null && joinedOn !== null) {
    if (confirmedOn < joinedOn) add('confirmedOn', 'error', '转正时间早于入党时间', '核对这两个时间，是不是填反了')
    // 党章 art. 7: the probation is one year.
    else if (joinedOn >= PROBATION_SINCE && confirmedOn < yearsLater(joinedOn, 1)) {
      add('confirmedOn', 'warning', '预备期不满一年（党章第七条）', '核对这两个时间；没有错就不用改')
    }
  }
  if (status === 'probationary' && confirmedOn !== null) add('status', 'error', '写的是预备党员，却有转正时间', '改成“正式党员”，或去掉转正时间')
  if (status === 'applicant' && joinedOn !== null) add('status', 'error', '还没有入党，却有入党时间', '核对人员类别，或去掉入党时间')
  return out
}

/**
 * The status when the workbook has no 人员类别 for the row: 转正时间 → full; 入党时间 within the longest probation
 * (one year, prolonged by at most one: 党章 art. 7) → probationary; older → full with a warning; no 入党时间 → not yet a member.
 */
export function statusOf(dates: Pick<MembershipDates, 'joinedOn' | 'confirmedOn'>, today: string): { status: MemberStatus; remark?: Remark & { field: DateField } } {
  const { joinedOn, confirmedOn } = dates
  if (confirmedOn !== null) return { status: 'full' }
  if (joinedOn === null) {
    return { status: 'applicant', remark: { field: 'joinedOn', severity: 'warning', message: '没有入党时间，按入党积极分子记，没有表决权', remedy: '是党员的话补上入党时间' } }
  }
  if (yearsLater(joinedOn, 2) < today) {
    return { status: 'full', remark: { field: 'confirmedOn', severity: 'warning', message: '没有转正时间，入党已满两年，按正式党员记', remedy: '补上转正时间，或在“人员类别”里写明' } }
  }
  if (yearsLater(joinedOn, 1) < today) {
    return { status: 'probationary', remark: { field: 'confirmedOn', severity: 'warning', message: '入党已满一年还没有转正时间，按预备党员记', remedy: '已经转正的，补上转正时间' } }
  }
  return { status: 'probationary' }
}
