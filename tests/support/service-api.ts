import type { ActivityDetail, CreateActivity } from '@pioneer/shared-types/activities/schemas'
import type { BindResult, Session } from '@pioneer/shared-types/auth/schemas'
import type { DemoAccount } from '@pioneer/shared-types/constants'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'

const MINUTE = 60_000

/** Somebody who speaks to the service without a browser: prepares meetings for journeys and checks what came of them. */
export class ApiUser {
  private constructor(private readonly url: string, readonly session: Session) {}

  static demo(url: string, account: DemoAccount): Promise<ApiUser> {
    return ApiUser.login(url, 'demo', { account })
  }

  /** Whoever WeChat gave this code of wx.login for, on a second device as it were. */
  static wechat(url: string, code: string): Promise<ApiUser> {
    return ApiUser.login(url, 'wechat', { code })
  }

  private static async login(url: string, way: 'demo' | 'wechat', body: object): Promise<ApiUser> {
    const reply = await fetch(`${url}/api/v1/auth/${way}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${way} login: ${reply.status} ${await reply.text()}`)
    return new ApiUser(url, (await reply.json()) as Session)
  }

  /** Takes an invitation on a device of its own. */
  static async invited(url: string, invitation: string): Promise<ApiUser> {
    const web = await fetch(`${url}/api/v1/auth/web`, { method: 'POST' })
    const user = new ApiUser(url, (await web.json()) as Session)
    const { me } = await user.call<BindResult>('POST', '/auth/bind', { invitation, consent: true })
    return new ApiUser(url, { ...user.session, me })
  }

  /** Sends a request; throws with the service's own words when it is refused. */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(`${this.url}/api/v1${path}`, {
      method, headers: { authorization: `Bearer ${this.session.accessToken}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
    return (await reply.json()) as T
  }

  /** Plans and publishes a meeting of the caller's branch (or another owner) that began so many minutes ago and lasts an hour. */
  async meeting(title: string, begunMinutesAgo: number, over: Partial<CreateActivity> = {}): Promise<string> {
    const startAt = new Date(Date.now() - begunMinutesAgo * MINUTE)
    const { id } = await this.call<ActivityDetail>('POST', '/activities', {
      ownerOrgId: this.session.me.member?.branchId, kinds: ['theme-day'], title, place: '401 会议室', startAt: startAt.toISOString(),
      endAt: new Date(Math.max(startAt.getTime(), Date.now()) + 60 * MINUTE).toISOString(), ...over,
    })
    await this.call('POST', `/activities/${id}/publish`)
    return id
  }

  /** What the room's screen shows now. */
  screen(activityId: string): Promise<ScreenState> {
    return this.call('GET', `/activities/${activityId}/screen`)
  }
}

/** The address in the QR code; throws while the code is not shown. */
export function linkOf(screen: ScreenState): string {
  if (!screen.url) throw new Error('the screen shows no code')
  return screen.url
}
