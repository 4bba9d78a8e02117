import type { Context } from '../../kernel/context'
import { randomToken, toId } from '../../kernel/ids'
import type { Job } from '../../kernel/jobs'
import { createVersionStore } from '../../kernel/version-store'
import type { WechatClient } from '../../wechat/client'
import type { ActivitiesService } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import type { StudyService } from '../study/types'
import { createByHand, type ByHandPart } from './by-hand'
import { createClaims } from './claim'
import { createCredits } from './credits'
import { DELIVERY, Deliverer } from './deliver'
import { createInbox, type InboxPart } from './inbox'
import { createLists } from './lists'
import { makeOnce, noticeRecord } from './make'
import { reminderModels } from './model'
import { createNeeds } from './needs'
import { createNotices, type Notices } from './notices'
import { planJob } from './planner'
import { REMINDER_RULES, shippedReminderRules, type RulesNow } from './rule-store'
import type { DeliverySettings, RemindersService } from './types'

export { ensureIndexes } from './model'
export { REMINDER_RULES } from './rule-store'

export interface RemindersDeps {
  activities: ActivitiesService
  attendance: Pick<AttendanceService, 'awaited' | 'partsOf'>
  study: Pick<StudyService, 'paper' | 'people' | 'dueBetween'>
  auth: Pick<AuthService, 'allowed' | 'boundMembers' | 'caller' | 'wechatAccountsOf'>
  members: Pick<MembersService, 'many' | 'maskedPhone'>
  orgs: Pick<OrgsService, 'find' | 'facts'>
  audit: Pick<AuditService, 'record' | 'viewed'>
  /** Null where no mini-program is configured. */
  wechat: WechatClient | null
}

/** The door of the module, and what its routes, the hooks of lower modules and the process need. */
export interface RemindersModule extends RemindersService, InboxPart, ByHandPart {
  readonly notices: Notices
  readonly jobs: readonly Job[]
  /** Delivers in this process from now on. */
  start(): void
  /** Takes no more and waits for what is under way. */
  stop(): Promise<void>
  /** Delivers all that is due; answers how many were worked on. For tests and tools: a started process does it by itself. */
  deliverDue(): Promise<number>
}

/** Fields of the templates by template, as the rules in force at boot fill them: for the stand-in. */
export const templateFields = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries((shippedReminderRules().at(-1)?.templates ?? []).map((template) => [template.key, template.fields.map((field) => field.key)]))

export function createRemindersService(context: Context, deps: RemindersDeps, settings: Partial<DeliverySettings> = {}): RemindersModule {
  const { connection, clock, config, log } = context
  const { reminders } = reminderModels(connection)
  const templateIds = deps.wechat ? config.wechatTemplates : {}
  const rules = createVersionStore(context, REMINDER_RULES)
  const rulesNow: RulesNow = () => rules.at(clock.now())
  const credits = createCredits(context)
  const claims = createClaims({ connection, clock, credits, auth: deps.auth, holder: randomToken(9) })
  const deliverer = new Deliverer({ clock, log, claims, needOf: createNeeds({ ...deps, clock }), rulesNow, wechat: deps.wechat, templateIds, settings: { ...DELIVERY, ...settings } })
  const nudge = (): void => { deliverer.nudge() }
  const inbox = createInbox(context, { ...deps, credits, rulesNow, templateIds: deps.wechat && templateIds })

  const inform: RemindersService['inform'] = async (notices, session) => {
    const { version } = await rulesNow()
    await makeOnce(reminders, notices.map((notice) => noticeRecord(notice, version, clock.now())), session)
  }

  return {
    ...inbox,
    ...createByHand(context, { ...deps, lists: createLists(context, deps), credits, rulesNow, templateIds, nudge }),
    inform,
    notices: createNotices({ clock, rulesNow, inform, auth: deps.auth }),
    jobs: [planJob(context, { ...deps, rulesNow, planned: nudge })],
    start: () => { deliverer.start() },
    stop: () => deliverer.stop(),
    deliverDue: () => deliverer.deliverDue(),
    allOf: async (memberId) => {
      const accounts = await deps.auth.wechatAccountsOf([memberId])
      return [
        ...await reminders.find({ memberId: toId(memberId) }, { holder: 0, nextAt: 0 }).sort({ dueAt: 1, _id: 1 }).lean(),
        ...await credits.allOf(accounts.map((account) => account.accountId)),
      ]
    },
  }
}
