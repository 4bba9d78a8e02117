import type { TemplateKey } from '@pioneer/shared-types/constants'
import type { Clock } from '../../kernel/clock'
import type { Context } from '../../kernel/context'
import type { WechatClient } from '../../wechat/client'
import type { Claims, Way } from './claim'
import type { ReminderRecord } from './model'
import { isRuleCode, type NeedOf } from './needs'
import { ruleOf, type ReminderRules } from './rule-schema'
import type { RulesNow } from './rule-store'
import { nextStep, quietUntil } from './rules'
import type { DeliverySettings } from './types'
import { messageOf, type Words } from './words'

export const DELIVERY: DeliverySettings = { lease: 30_000, every: 1_000, lanes: 8 }

export interface DelivererDeps {
  clock: Clock
  log: Context['log']
  claims: Claims
  needOf: NeedOf
  rulesNow: RulesNow
  wechat: WechatClient | null
  templateIds: Readonly<Partial<Record<TemplateKey, string>>>
  settings: DeliverySettings
}

/**
 * Delivers what is due. Every process runs one: each reminder is taken singly under a lease in the database, so that processes share the work
 * and what a killed one held is taken over. WeChat knows no idempotency key; that nobody gets a message twice rests on the ledger of acceptances
 * (ARCHITECTURE.md, the way of a reminder).
 */
export class Deliverer {
  private timer: NodeJS.Timeout | null = null
  private running: Promise<number> | null = null
  private stopped = false

  constructor(private readonly deps: DelivererDeps) {}

  start(): void {
    this.timer = setInterval(() => { this.nudge() }, this.deps.settings.every)
    this.nudge()
  }

  /** There may be work. */
  nudge(): void {
    if (this.timer && !this.running) void this.deliverDue().catch((error: unknown) => { this.deps.log.error({ err: error, job: 'reminders-deliver' }, 'job failed') })
  }

  /** Stops taking more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    await this.running?.catch(() => undefined)
  }

  /** Delivers until nothing is due; answers how many were worked on. */
  async deliverDue(): Promise<number> {
    const work = this.running ?? this.lanes()
    this.running = work
    try {
      return await work
    } finally {
      if (this.running === work) this.running = null
    }
  }

  private next(): Promise<ReminderRecord | null> {
    return this.stopped ? Promise.resolve(null) : this.deps.claims.next(this.deps.clock.now(), this.deps.settings.lease)
  }

  private async lanes(): Promise<number> {
    // One look when there is nothing to do; all lanes when there is.
    const first = await this.next()
    if (!first) return 0
    const lane = async (begin: ReminderRecord | null): Promise<number> => {
      let done = 0
      for (let record = begin ?? await this.next(); record; record = await this.next()) {
        await this.deliver(record).catch((error: unknown) => {
          // It stays leased and is taken again later; the lane goes on with the others. Without a store the next look ends it.
          this.deps.log.error({ err: error, reminder: record._id.toHexString() }, 'a reminder could not be delivered')
        })
        done += 1
      }
      return done
    }
    const results = await Promise.allSettled(Array.from({ length: this.deps.settings.lanes }, (_, index) => lane(index === 0 ? first : null)))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    return results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0)
  }

  private async deliver(record: ReminderRecord): Promise<void> {
    const { claims, clock, needOf, rulesNow } = this.deps
    const now = clock.now()
    const rules = await rulesNow()
    const words = await needOf(record, now)
    if (record.wechat.state === 'sending') return this.takeOver(record, rules, words, now)
    if (!words) return void await claims.drop(record)
    const way = await this.wayOf(record)
    if (!way) return void await claims.put(record, 'none')
    const quiet = quietUntil(rules.quiet, now)
    if (quiet) return void await claims.put(record, 'waiting', quiet)
    const sending = await claims.begin(record, way)
    // The last acceptance has just gone elsewhere: the inbox has it. A lost lease leaves nothing to write.
    if (!sending) return void await claims.put(record, 'none')
    await this.send(sending, rules, words, way)
  }

  /** Whoever asked WeChat has not said how it ended: nobody knows whether the message arrived. */
  private async takeOver(record: ReminderRecord, rules: ReminderRules, words: Words | null, now: Date): Promise<void> {
    const { claims } = this.deps
    const way = words && await claims.askedWay(record)
    if (!words || !way) return void await claims.settle(record, { do: 'unsure' }, record.wechat.errcode)
    const quiet = quietUntil(rules.quiet, now)
    if (quiet) return void await claims.put(record, 'sending', quiet)
    const sending = await claims.beginAgain(record)
    if (!sending) return void await claims.settle(record, { do: 'unsure' }, record.wechat.errcode)
    await this.send(sending, rules, words, way)
  }

  private async wayOf({ memberId, wechat: { template } }: ReminderRecord): Promise<Way | null> {
    if (!this.deps.wechat || !template || this.deps.templateIds[template] === undefined) return null
    return this.deps.claims.wayOf(memberId.toHexString(), template)
  }

  private async send(record: ReminderRecord, rules: ReminderRules, words: Words, { openid }: Way): Promise<void> {
    const { claims, wechat, templateIds } = this.deps
    const { template, tries, again } = record.wechat
    const templateId = template && templateIds[template]
    const message = isRuleCode(record.rule) ? messageOf(rules, ruleOf(rules, record.rule), words) : null
    const outcome = wechat && templateId && message ? await wechat.sendSubscribeMessage({ openid, templateId, ...message }) : { kind: 'not-reached' as const }
    await claims.settle(record, nextStep(rules, { outcome, tries, again }), outcome.kind === 'answered' ? outcome.errcode : null)
  }
}
