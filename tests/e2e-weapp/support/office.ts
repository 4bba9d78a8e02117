import type { Browser } from 'playwright-core'
import type { Invitation } from '@pioneer/shared-types/auth/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import { startApp, type RunningApp } from '../../support/app'
import { launchBrowser } from '../../support/browser'
import { ApiUser } from '../../support/service-api'
import { openPhone, type PhoneOptions, type WeappPhone } from './phone'

/** The demo office with its service, and phones with the mini-program on them. */
export interface Office {
  app: RunningApp
  secretary: ApiUser
  member: ApiUser
  committee: ApiUser
  /** A phone of somebody WeChat knows by this openid, who may be unknown to the service. */
  phone(openid: string, options?: PhoneOptions): Promise<WeappPhone>
  /** Binds an openid to a row of the roster, as an invitation does. */
  bind(openid: string, who: ApiUser, role?: Role): Promise<void>
  /** Who has this openid, speaking to the service without a phone. */
  onWechat(openid: string): Promise<ApiUser>
  /** Fails by what WeChat would have refused on any phone, then takes the phones away. */
  putAway(): Promise<void>
  close(): Promise<void>
}

/** A code of wx.login for this openid. */
export async function loginCode(wechatApi: string, openid: string): Promise<string> {
  const reply = await fetch(`${wechatApi}/_codes?openid=${encodeURIComponent(openid)}`)
  return ((await reply.json()) as { code: string }).code
}

export async function openOffice(): Promise<Office> {
  // DevTools call the address the build was made for.
  const app = await startApp(process.env['WEAPP_WS'] ? { PORT: '3000' } : {})
  const browser: Browser | null = process.env['WEAPP_WS'] ? null : await launchBrowser()
  const phones: WeappPhone[] = []
  const [secretary, member, committee] = [await ApiUser.demo(app.url, 'secretary'), await ApiUser.demo(app.url, 'member'), await ApiUser.demo(app.url, 'committee')]
  const onWechat = async (openid: string): Promise<ApiUser> => ApiUser.wechat(app.url, await loginCode(app.wechatApi, openid))
  return {
    app, secretary, member, committee,
    async phone(openid, options = {}) {
      const phone = await openPhone({ app, browser, openid }, options)
      phones.push(phone)
      return phone
    },
    async bind(openid, who, role = 'member') {
      const inviter = role === 'member' ? secretary : committee
      const row = who.session.me.member
      const { code } = await inviter.call<Invitation>('POST', '/invitations', { orgId: row?.branchId, role, memberId: row?.id })
      await (await onWechat(openid)).call('POST', '/auth/bind', { invitation: code, consent: true })
    },
    onWechat,
    async putAway() {
      const faults = (await Promise.all(phones.map((phone) => phone.faults()))).flat()
      for (const phone of phones.splice(0)) await phone.close()
      expect(faults).toEqual([])
    },
    async close() {
      for (const phone of phones.splice(0)) await phone.close()
      await browser?.close()
      await app.close()
    },
  }
}
