import { MEMBER_STATUS_NAMES, type MemberStatus } from '@pioneer/shared-types/constants'
import { dayOf, timeOf } from '../../kernel/calendar'
import type { KeptAccount } from '../auth/service'

/** One thing that is kept: in words, why, and who sees it. `value` is null when the field is empty. */
export interface KeptField { name: string; value: string | null; why: string; seenBy: string }

/** What the product never keeps (product.md, boundaries: least data). */
export const NEVER_KEPT: readonly string[] = ['身份证号', '定位坐标', '工资']

/** The own row of the roster, as the member may read it. */
export interface OwnRow {
  name: string
  gender: 'male' | 'female' | null
  birthMonth: string | null
  phone: string | null
  status: MemberStatus
  branchName: string
  groupName: string | null
  joinedOn: string | null
  confirmedOn: string | null
  duties: string | null
  note: string | null
  floating: boolean
  votingSuspended: boolean
}

const BRANCH = '本支部的同志和机关党委'
const OFFICERS = '本支部支委、书记和机关党委'
const ROSTER_KEEPER = '机关党委维护名册的同志'
const NOBODY = '只有你'

const ACCOUNT_KINDS: Readonly<Record<KeptAccount['kind'], string>> = { wechat: '微信', web: '网页', demo: '演示账号' }
const GENDERS = { male: '男', female: '女' } as const
const instant = (at: Date | null | undefined): string | null => (at ? `${dayOf(at)} ${timeOf(at)}` : null)

/** Every field that is kept about a member and the device that asks; the phone shows them in this order. */
export function keptFields(row: OwnRow, account: KeptAccount): KeptField[] {
  const field = (name: string, value: string | null, why: string, seenBy: string): KeptField => ({ name, value, why, seenBy })
  return [
    field('姓名', row.name, '签到和名册要对得上人', BRANCH),
    field('性别', row.gender && GENDERS[row.gender], '党员名册的法定项目', OFFICERS),
    field('出生年月', row.birthMonth, '党员名册的法定项目', OFFICERS),
    field('手机号', row.phone, '核对身份，必要时电话联系；加密保存', `${OFFICERS}只看到打码的号码，${ROSTER_KEEPER}核对时看全号`),
    field('党员身份', MEMBER_STATUS_NAMES[row.status], '决定有没有表决权', BRANCH),
    field('所在支部', row.branchName, '决定参加哪些活动', BRANCH),
    field('党小组', row.groupName, '决定参加哪些活动', BRANCH),
    field('入党时间', row.joinedOn, '政治生日', OFFICERS),
    field('转正时间', row.confirmedOn, '表决权从转正算起', OFFICERS),
    field('党内职务', row.duties, '名册记载', OFFICERS),
    field('名册备注', row.note, '名册记载', OFFICERS),
    field('流动党员', row.floating ? '是' : '否', '流动党员可以不计入到会率', OFFICERS),
    field('表决权暂停', row.votingSuspended ? '是' : '否', '留党察看期间没有表决权', OFFICERS),
    field('登录方式', ACCOUNT_KINDS[account.kind], '认得出是这台设备', NOBODY),
    field('微信标识', account.hasOpenid ? '已保存（openid，只对本小程序有效）' : null, '微信登录时认出你', NOBODY),
    field('账号建立时间', instant(account.createdAt), '查账号用', NOBODY),
    field('认证时间', instant(account.boundAt), '判断扫码时是否已认证', '本支部书记'),
    field('同意时间', instant(account.consent?.acceptedAt), '处理党员信息要先征得同意', NOBODY),
    field('学习记录', '答题、成绩、错题和学时', '错题会按日子回来，成绩算积分和学时', `成绩${OFFICERS}看得到，每道题答了什么只有你看得到`),
    field('签到手机', '只存加密后的摘要，认不出手机', '提示书记两人用同一台手机', '本支部书记只看到提示'),
  ]
}
