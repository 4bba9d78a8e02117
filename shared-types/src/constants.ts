/** Enums, codes and limits both sides know: plain values, no schema library. */

export const ORG_TYPES = ['committee', 'general-branch', 'branch', 'group'] as const
export type OrgType = (typeof ORG_TYPES)[number]
/** What may stand below what: 机关党委 → (总支) → 支部 → 党小组 (domain-rules.md, Organization). */
export const ORG_CHILDREN: Readonly<Record<OrgType, readonly OrgType[]>> = {
  committee: ['committee', 'general-branch', 'branch'], 'general-branch': ['branch'], branch: ['group'], group: [],
}

/** Roles a person may hold at an organization; `member` comes with the binding, the others by invitation only. */
export const ROLES = ['member', 'group-leader', 'branch-committee', 'secretary', 'committee-staff', 'operator'] as const
export type Role = (typeof ROLES)[number]
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  member: '党员', 'group-leader': '党小组组长', 'branch-committee': '支部委员', secretary: '支部书记', 'committee-staff': '机关党委', operator: '运维人员',
}

/** 正式党员 / 预备党员 / 发展对象、入党积极分子. Only full members vote (党章 art. 7). */
export const MEMBER_STATUSES = ['full', 'probationary', 'applicant'] as const
export type MemberStatus = (typeof MEMBER_STATUSES)[number]
export const MEMBER_STATUS_NAMES: Readonly<Record<MemberStatus, string>> = { full: '正式党员', probationary: '预备党员', applicant: '入党积极分子' }

/** Kinds of meeting (domain-rules: how often each is due). */
export const ACTIVITY_KINDS = [
  'theme-day', 'member-assembly', 'committee-meeting', 'group-meeting', 'party-lecture', 'organization-life', 'appraisal',
  'election', 'admission', 'first-agenda', 'warning-education', 'youth-study', 'volunteer',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]
export const ACTIVITY_KIND_NAMES: Readonly<Record<ActivityKind, string>> = {
  'theme-day': '主题党日', 'member-assembly': '支部党员大会', 'committee-meeting': '支委会', 'group-meeting': '党小组会', 'party-lecture': '党课',
  'organization-life': '组织生活会', appraisal: '民主评议党员', election: '换届选举', admission: '接收预备党员和转正', 'first-agenda': '第一议题学习',
  'warning-education': '警示教育', 'youth-study': '青年理论学习', volunteer: '志愿服务',
}

export const ACTIVITY_STATUSES = ['draft', 'published', 'finished', 'cancelled'] as const
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number]

/** `pending`: nothing decided yet; before the end it is called 还在路上, never 缺席. */
export const ATTENDANCE_STATES = ['pending', 'present', 'leave', 'absent', 'made-up'] as const
export type AttendanceState = (typeof ATTENDANCE_STATES)[number]
export const ATTENDANCE_STATE_NAMES: Readonly<Record<AttendanceState, string>> = { pending: '还在路上', present: '已到', leave: '请假', absent: '缺席', 'made-up': '已补' }

/** How somebody came in. No door loses points. */
export const DOORS = ['qr', 'code', 'tap', 'request', 'job'] as const
export type Door = (typeof DOORS)[number]
export const DOOR_NAMES: Readonly<Record<Door, string>> = { qr: '扫码签到', code: '口令签到', tap: '书记点到', request: '补签确认', job: '系统判定' }

/** Soft flags: shown to the secretary, they punish nobody. */
export const FLAGS = ['stale-ticket', 'shared-device', 'bound-late', 'many-claims'] as const
export type Flag = (typeof FLAGS)[number]
export const FLAG_NAMES: Readonly<Record<Flag, string>> = {
  'stale-ticket': '离线补送', 'shared-device': '与他人同一台手机', 'bound-late': '会后才认证', 'many-claims': '同一时刻多人',
}

export const REQUEST_KINDS = ['sign-in', 'leave'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]
export const REQUEST_STATES = ['pending', 'approved', 'rejected', 'withdrawn'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** The four headings of points (积分). */
export const HEADINGS = ['duty', 'study', 'service', 'discipline', 'award'] as const
export type Heading = (typeof HEADINGS)[number]
export const HEADING_NAMES: Readonly<Record<Heading, string>> = { duty: '履职', study: '学习', service: '服务群众', discipline: '遵规守纪', award: '附加分' }

/** 题型. A true-or-false question has the two options 对 and 错. */
export const QUESTION_TYPES = ['single', 'multiple', 'judge'] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]
export const QUESTION_TYPE_NAMES: Readonly<Record<QuestionType, string>> = { single: '单选', multiple: '多选', judge: '判断' }

/** How an answer was marked. `partly`: some of the right options and no wrong one. */
export const VERDICTS = ['right', 'partly', 'wrong', 'blank'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Where a member stands with a paper. `missed`: the deadline passed without an answer. */
export const PAPER_TASK_STATES = ['todo', 'doing', 'done', 'missed'] as const
export type PaperTaskState = (typeof PAPER_TASK_STATES)[number]

/** What a reminder by hand is about. */
export const REMIND_ABOUT = ['sign-in', 'reply', 'paper'] as const
export type RemindAbout = (typeof REMIND_ABOUT)[number]

/** How somebody can be reached: by a WeChat message, in the app's inbox only, or by a phone call because no account is bound. */
export const REACHES = ['wechat', 'inbox', 'call'] as const
export type Reach = (typeof REACHES)[number]

/** Subscribe messages (订阅消息) the service sends; each has a template at WeChat. */
export const TEMPLATE_KEYS = ['meeting', 'study'] as const
export type TemplateKey = (typeof TEMPLATE_KEYS)[number]

/** Lamps of the duty radar. `soon`: the period ends soon and nothing is planned; `open`: time is left; `none`: does not apply. */
export const DUTY_STATES = ['done', 'planned', 'soon', 'overdue', 'open', 'none'] as const
export type DutyState = (typeof DUTY_STATES)[number]

/** How an indicator of the star rating stands. `missing`: nobody has entered it yet. */
export const INDICATOR_STATES = ['scored', 'not-due', 'not-applicable', 'missing'] as const
export type IndicatorState = (typeof INDICATOR_STATES)[number]

/** Demo accounts of `npm start`. */
export const DEMO_ACCOUNTS = ['member', 'member2', 'secretary', 'committee'] as const
export type DemoAccount = (typeof DEMO_ACCOUNTS)[number]

/** A rotating ticket changes every so many seconds. */
export const TICKET_STEP_SECONDS = 15
/** A sealed claim may be redeemed for so long. */
export const CLAIM_LIFE_SECONDS = 120
/** The most questions a paper may have: one hand-in carries all its answers. */
export const MOST_PAPER_QUESTIONS = 100
/** Wrong typed codes an account may send in a minute. */
export const WRONG_CODES_PER_MINUTE = 5

/**
 * Stable error codes. The Chinese sentence a member can act on stands beside each; the server may add detail,
 * the phone shows `title` as it comes and branches on `code` only.
 */
export const PROBLEMS = {
  'validation': [400, '有一处填得不对，改好再提交'],
  'unauthenticated': [401, '登录过期了，重新登录即可'],
  'wechat-code-invalid': [401, '微信登录没有成功，请再试一次'],
  'refresh-invalid': [401, '登录过期了，重新登录即可'],
  'forbidden': [403, '这一页只有有权限的同志能看'],
  'not-bound': [403, '先认一下你是谁，再继续'],
  'consent-required': [403, '需要先同意个人信息处理说明'],
  'not-found': [404, '没有找到，可能已经取消或不属于你的支部'],
  'conflict': [409, '内容已被别人改过，刷新后再试'],
  'activity-not-open': [409, '还没到签到时间'],
  'activity-closed': [409, '签到已结束。到过会的，请书记补记'],
  'activity-cancelled': [409, '这次活动已取消'],
  'activity-state': [409, '活动现在的状态不能这样操作'],
  'ticket-invalid': [422, '这不是签到码，请扫会场大屏'],
  'ticket-expired': [410, '这张码过期了，再扫一次大屏'],
  'code-wrong': [422, '数字不对，再看一眼大屏'],
  'code-expired': [410, '这组数字已换，请输新的'],
  'code-locked': [429, '试得太多了，1 分钟后再来，或请书记代签'],
  'claim-invalid': [422, '这次扫码对不上，再扫一次大屏'],
  'claim-expired': [410, '扫码后过了太久，再扫一次大屏'],
  'claim-used': [409, '这次扫码已经用过了，再扫一次大屏'],
  'claim-foreign': [403, '这不是你这台手机扫的码，请自己扫一次'],
  'not-expected': [403, '你不在这次活动的名单里，请告诉书记'],
  'already-requested': [409, '已经交过了，等书记确认'],
  'invitation-invalid': [410, '邀请码不对，或已用过、已过期。请向发码人要新的'],
  'already-bound': [409, '这个账号已经认过人了'],
  'member-taken': [409, '这位同志已绑定别的手机，请书记先解绑'],
  'request-limit': [429, '今天交的申请太多了，请直接联系书记'],
  'pairing-expired': [410, '大屏的配对码过期了，请刷新大屏再扫'],
  'workbook-invalid': [422, '表格里有要改的地方'],
  'workbook-changed': [409, '名册在预览之后有变化，请重新预览'],
  'quiz-closed': [409, '已过截止时间，不能再答了'],
  'attempts-used': [409, '次数用完了，成绩按最好的一次算'],
  'attempt-over': [409, '已经交了，不能再改'],
  'lesson-resting': [409, '今天答过两次了，再看一遍微党课，明天再答'],
  'paper-withdrawn': [409, '这份卷子已撤回，不用再答'],
  'review-own': [409, '自己导入的题，要请别的同志审'],
  'questions-short': [422, '题库里这样的题不够，减少题数或换个知识点'],
  'reminded-recently': [409, '刚提醒过，过一会儿再提醒'],
  'nobody-to-remind': [409, '没有要提醒的人，都办完了'],
  'too-large': [413, '内容太大，请分几次提交'],
  'unsupported-media': [415, '格式不对，请按说明提交'],
  'rate-limited': [429, '操作太快了，请过一会儿再试'],
  'overloaded': [503, '人多拥挤，马上再试一次'],
  'wechat-unavailable': [503, '微信那边没有应答，请稍后再试'],
  'internal': [500, '服务器出了点问题，已记下，请稍后再试'],
} as const satisfies Record<string, readonly [number, string]>
export type ProblemCode = keyof typeof PROBLEMS
