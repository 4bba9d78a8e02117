/** Who and what the demo shows. Everything here is invented: names are put together by chance, phone numbers are a plain series. */
import type { DemoAccount, MemberStatus, Role } from '@pioneer/shared-types/constants'
import type { MemberFields } from '../members/types'
import { dice } from './random'

export const OFFICE = '云湖市交通运输局机关党委'

export interface Troupe { name: string; groups: readonly string[]; people: number; place: string; retired: boolean }
const GROUPS = ['第一党小组', '第二党小组', '第三党小组'] as const

/** The first branch is the one that meets now. */
export const BRANCHES: readonly Troupe[] = [
  { name: '综合规划处党支部', groups: GROUPS, people: 24, place: '综合楼 302 会议室', retired: false },
  { name: '建设管理处党支部', groups: GROUPS.slice(0, 2), people: 21, place: '综合楼 405 会议室', retired: false },
  { name: '运输服务处党支部', groups: GROUPS.slice(0, 2), people: 20, place: '政务服务大厅二楼会议室', retired: false },
  { name: '安全监督处党支部', groups: GROUPS.slice(0, 2), people: 19, place: '应急指挥中心会议室', retired: false },
  { name: '离退休干部党支部', groups: GROUPS.slice(0, 2), people: 18, place: '老干部活动室', retired: true },
  { name: '机关事务中心党支部', groups: GROUPS.slice(0, 2), people: 20, place: '后勤楼一楼党员活动室', retired: false },
]

/** Names under the demo accounts; the committee's person stands in no roster. */
export const LEADS: Readonly<Record<DemoAccount, string>> = { member: '周若敏', member2: '陈予安', secretary: '沈立言', committee: '贺文澜' }

/** Where the demo accounts sit in the first branch: the members hold no office. */
const LEAD_SEATS: Readonly<Record<number, Actor['lead']>> = { 0: 'secretary', 3: 'member', 4: 'member2' }

/** The office a person holds in the branch; the role in the product is granted apart. */
export interface Actor {
  /** Which branch, by its place in BRANCHES. */
  branch: number
  /** Which of its groups; null for none. */
  group: number | null
  lead: Exclude<DemoAccount, 'committee'> | null
  roles: readonly Exclude<Role, 'member' | 'operator' | 'committee-staff'>[]
  phone: string
  fields: Omit<MemberFields, 'branchId' | 'groupId'>
}

const SURNAMES = [...'赵钱孙吴郑王冯蒋韩杨朱秦许何吕施张孔曹严魏陶姜戚谢邹苏潘葛范彭鲁韦昌马苗方俞任袁柳鲍史唐费薛雷倪汤罗毕安常乐于傅康伍余顾孟黄穆萧尹姚邵汪祁毛']
const FIRST = [...'明知若予立文思子景书清以秉承怀言修远安嘉']
const SECOND = [...'远航川宁和舟然澄岩晖岚笙桐禾淇朗恒霖蔚棠']

const pad = (value: number): string => String(value).padStart(2, '0')

/** Unlike each other and unlike the leads. */
function nameFor(taken: Set<string>, throwing: ReturnType<typeof dice>): string {
  for (;;) {
    const name = throwing.pick(SURNAMES) + throwing.pick(FIRST) + throwing.pick(SECOND)
    if (!taken.has(name)) {
      taken.add(name)
      return name
    }
  }
}

/** 入党 after thirty at most, one year of probation; those who joined in the last year are still on probation. */
function dates(born: number, status: MemberStatus, year: number, throwing: ReturnType<typeof dice>): Pick<MemberFields, 'joinedOn' | 'confirmedOn'> {
  if (status === 'applicant') return { joinedOn: null, confirmedOn: null }
  const monthDay = `${pad(throwing.below(12) + 1)}-${pad(throwing.below(27) + 1)}`
  // Of those on probation none has reached the anniversary: joined in the last weeks of the year before.
  if (status === 'probationary') return { joinedOn: `${year - 1}-12-${pad(throwing.below(20) + 11)}`, confirmedOn: null }
  const joined = Math.min(born + 20 + throwing.below(11), year - 3)
  return { joinedOn: `${joined}-${monthDay}`, confirmedOn: `${joined + 1}-${monthDay}` }
}

/** Everybody of the office, branch by branch, leaders first. `year` is the Shanghai year of the first start. */
export function cast(year: number): Actor[] {
  const throwing = dice('cast')
  const taken = new Set<string>(Object.values(LEADS))
  const actors: Actor[] = []
  BRANCHES.forEach((troupe, branch) => {
    for (let seat = 0; seat < troupe.people; seat += 1) {
      const lead = branch === 0 ? LEAD_SEATS[seat] ?? null : null
      const status: MemberStatus = seat === troupe.people - 1 && !troupe.retired ? 'applicant' : seat === troupe.people - 2 && !troupe.retired ? 'probationary' : 'full'
      const born = troupe.retired ? year - 62 - throwing.below(18) : year - 27 - throwing.below(31)
      const phone = `130000${10_000 + actors.length * 37}`
      actors.push({
        branch, group: status === 'applicant' ? null : seat % troupe.groups.length, lead, roles: rolesOf(seat, troupe.groups.length), phone,
        fields: {
          name: lead ? LEADS[lead] : nameFor(taken, throwing), gender: throwing.below(2) ? 'male' : 'female', birthMonth: `${born}-${pad(throwing.below(12) + 1)}`, phone,
          status, ...dates(born, status, year, throwing), duties: DUTIES[seat] ?? null,
          // One of each kind that lists and quorums must cope with.
          floating: branch % 2 === 1 && seat === 9, votingSuspended: branch === 3 && seat === 10,
          note: branch % 2 === 1 && seat === 9 ? '借调外地，按流动党员管理' : branch === 3 && seat === 10 ? '受留党察看处分，期间没有表决权' : null,
        },
      })
    }
  })
  return actors
}

/** Seat 0 is the secretary, 1–2 sit on the committee, then one leader for each group. */
const DUTIES = ['支部书记', '组织委员', '宣传委员'] as const
function rolesOf(seat: number, groups: number): Actor['roles'] {
  if (seat === 0) return ['secretary']
  if (seat <= 2) return ['branch-committee']
  return seat >= 5 && seat < 5 + groups ? ['group-leader'] : []
}
