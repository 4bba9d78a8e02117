import type { TemplateKey } from '@pioneer/shared-types/constants'
import type { Credits, Inbox } from '@pioneer/shared-types/reminders/schemas'
import type { Caller } from '../../src/kernel/access'
import type { Delivered } from '../../src/wechat/stand-in/messages'
import type { Trouble, WechatStandIn } from '../../src/wechat/stand-in/server'
import { templateFields } from '../../src/modules/reminders/service'
import { reminderModels, type ReminderRecord } from '../../src/modules/reminders/model'
import { toId } from '../../src/kernel/ids'
import type { Place, World } from './world'

/** Template ids of the tests, and what the stand-in must know of them. */
export const TEMPLATE_IDS = { meeting: 'tmpl-meeting', study: 'tmpl-study' } as const
export const standInTemplates = (): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(templateFields()).map(([key, fields]) => [TEMPLATE_IDS[key as TemplateKey], fields]))

/** Somebody with the mini-program on a phone of their own. */
export interface MiniPhone { memberId: string; accountId: string; openid: string; caller: () => Promise<Caller> }

/** Phones against the stand-in: binding, accepting messages, looking at what arrived. */
export function miniPhones(world: () => World, standIn: () => WechatStandIn) {
  let counter = 0
  const post = async (path: string, body: object): Promise<unknown> =>
    (await fetch(standIn().url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()

  return {
    trouble: (trouble: Trouble): Promise<unknown> => post('/_control', { on: 'subscribe', ...trouble }),
    /** A member with WeChat, who has accepted so many messages of meetings and of papers. */
    async member(at: Place, credits = 0): Promise<MiniPhone> {
      counter += 1
      const openid = `o-phone-${counter}`
      const { app } = world()
      const memberId = await world().row(`手机${counter}`, at)
      const { code } = (await post('/_codes', { openid })) as { code: string }
      const { me } = (await app.http.inject({ method: 'POST', url: '/api/v1/auth/wechat', payload: { code } })).json<{ me: { accountId: string } }>()
      const invitation = await app.services.auth.inviteFromConsole({ orgId: at.branchId ?? at.orgId, role: 'member', memberId })
      await app.services.auth.bind(await world().callerOf(me.accountId), { invitation: invitation.code, consent: true })
      const phone = { memberId, accountId: me.accountId, openid, caller: () => world().callerOf(me.accountId) }
      if (credits > 0) await this.accept(phone, credits)
      return phone
    },
    /** 允许: WeChat counts it and the phone reports it. */
    async accept(phone: MiniPhone, times = 1): Promise<Credits> {
      let credits: Credits = { wechat: false, templates: [] }
      for (let left = times; left > 0; left -= 1) {
        counter += 1
        for (const templateId of Object.values(TEMPLATE_IDS)) await post('/_subscribe', { openid: phone.openid, templateId })
        const results = Object.values(TEMPLATE_IDS).map((templateId) => ({ templateId, result: 'accept' as const }))
        credits = await world().app.services.reminders.report(await phone.caller(), { results, requestKey: `request-${counter}` })
      }
      return credits
    },
    left: async (phone: MiniPhone, key: TemplateKey = 'meeting'): Promise<number | undefined> =>
      (await world().app.services.reminders.creditsOf(await phone.caller())).templates.find((template) => template.key === key)?.left,
    messages: async (phone: MiniPhone): Promise<Delivered[]> => ((await (await fetch(`${standIn().url}/_messages?openid=${phone.openid}`)).json()) as { messages: Delivered[] }).messages,
    inbox: async (phone: MiniPhone): Promise<Inbox['items']> => (await world().app.services.reminders.inbox(await phone.caller(), {})).items,
    records: (phone: MiniPhone, rule?: string): Promise<ReminderRecord[]> =>
      reminderModels(world().connection).reminders.find({ memberId: toId(phone.memberId), ...(rule ? { rule } : {}) }).sort({ dueAt: 1, _id: 1 }).lean(),
  }
}
