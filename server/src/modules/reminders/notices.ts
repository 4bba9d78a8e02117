import type { ClientSession } from 'mongoose'
import { HEADING_NAMES } from '@pioneer/shared-types/constants'
import type { Clock } from '../../kernel/clock'
import type { RequestDecided } from '../attendance/types'
import type { AccountChanged, AuthService } from '../auth/types'
import type { EntryRecord, PointsCorrected } from '../points/types'
import type { StudyHooks } from '../study/types'
import { ruleOf, type RuleCode } from './rule-schema'
import type { RulesNow } from './rule-store'
import { fill } from './rules'
import type { Notice, RemindersService } from './types'
import { activityWords, momentWords, paperWords, type Words } from './words'

export interface NoticeDeps {
  clock: Clock
  rulesNow: RulesNow
  inform: RemindersService['inform']
  auth: Pick<AuthService, 'caller'>
}

/** What lower modules tell, put into words; compose.ts binds these to their hooks. All run in the teller's transaction. */
export interface Notices {
  requestDecided: RequestDecided
  pointsCorrected: PointsCorrected
  accountChanged: AccountChanged
  paperAssigned: StudyHooks['paperAssigned']
}

const DEVICES = { wechat: '一个微信', web: '一个浏览器', demo: '演示账号' } as const
const signed = (delta: number): string => (delta > 0 ? `+${delta}` : `−${Math.abs(delta)}`)

/** `，履职 +1`; nothing when no points were given. */
function gainOf(entries: readonly EntryRecord[]): string {
  const [first] = entries
  const sum = entries.reduce((all, entry) => all + entry.delta, 0)
  return first && sum !== 0 ? `，${HEADING_NAMES[first.heading]} ${signed(sum)}` : ''
}

export function createNotices({ clock, rulesNow, inform, auth }: NoticeDeps): Notices {
  const tell = async (code: RuleCode, words: Words, to: readonly Pick<Notice, 'memberId' | 'target' | 'slot'>[], session: ClientSession): Promise<void> => {
    const rule = ruleOf(await rulesNow(), code)
    const link = { page: rule.link, id: rule.link === 'activity' || rule.link === 'paper' ? words['id'] ?? null : null }
    await inform(to.map((whom) => ({ ...whom, rule: code, kind: rule.kind, title: fill(rule.title, words), text: fill(rule.text, words), link })), session)
  }

  return {
    requestDecided: async ({ activity, request, entries }, session) => {
      // A leave that fell away because its member came is news to nobody.
      if (request.state !== 'approved' && request.state !== 'rejected') return
      const words = { ...activityWords(activity), gain: gainOf(entries), reason: request.decisionReason ?? '有疑问可以问书记' }
      const to = { memberId: request.memberId.toHexString(), target: `request:${request._id.toHexString()}`, slot: '' }
      await tell(`${request.kind}-${request.state}`, words, [to], session)
    },

    pointsCorrected: async (entries, session) => {
      for (const entry of entries) {
        const memberId = entry.memberId.toHexString()
        // What follows from the member's own doing (a better result) corrects nothing.
        if (entry.actorAccountId === null || entry.delta === 0 || (await auth.caller(entry.actorAccountId))?.memberId === memberId) continue
        const words = { heading: HEADING_NAMES[entry.heading], delta: signed(entry.delta), source: entry.sourceTitle ?? HEADING_NAMES[entry.heading], reason: entry.reason }
        await tell('points-corrected', words, [{ memberId, target: `points:${entry.source}`, slot: `${entry.rule} ${entry.n}` }], session)
      }
    },

    accountChanged: async ({ memberId, accountId, kind, change }, session) => {
      const now = clock.now()
      await tell(`account-${change}`, { ...momentWords(now), device: DEVICES[kind] }, [{ memberId, target: `account:${accountId}`, slot: now.toISOString() }], session)
    },

    paperAssigned: async (paper, memberIds, session) => {
      await tell('paper-assigned', paperWords(paper, clock.now()), memberIds.map((memberId) => ({ memberId, target: `paper:${paper.id}`, slot: '' })), session)
    },
  }
}
