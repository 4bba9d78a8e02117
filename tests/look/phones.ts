import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Session } from '@pioneer/shared-types/auth/schemas'
import { at } from '../../scripts/lib/top.mjs'
import { loginCode } from '../e2e-weapp/support/office'
import { PHONE } from '../support/browser'
import { Simulator } from '../weapp-simulator/host/simulator'
import { openFront, type Front, type Seeming } from './front'
import type { Office } from './office'
import type { Account, View } from './shapes'

export interface Glasses {
  width: number
  height: number
  large: boolean
  /** Device pixels to a px; two when left out. */
  scale?: number
}
export const HAND: Glasses = { width: 390, height: 844, large: false }
export const DESK: Glasses = { width: 1440, height: 900, large: false }

/** Somebody's phone, or a computer, that goes to the pages of the catalogue. */
export interface Looker {
  page: Page
  /** Goes to what is to be looked at and waits until nothing moves any more. */
  show(view: View): Promise<void>
  /** From now on data is so many milliseconds on its way. */
  dawdle(ms: number): void
  close(): Promise<void>
}

const SEEMING: Readonly<Record<View['state'], Seeming>> = { ready: 'fair', refused: 'fair', offline: 'fair', empty: 'fair', loading: 'silent', error: 'broken' }
const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const addressOf = (path: string, params: Readonly<Record<string, string>>): string => `/${path}?${new URLSearchParams(params).toString()}`

/** How long nothing may have moved, and how long is waited for that, milliseconds. */
const STILL = 450
const PATIENCE = 8_000

/** Waits until the page on top shows its words and has stopped changing; a skeleton counts as at rest only while the service is silent. */
async function settle(page: Page, view: View): Promise<void> {
  let before = ''
  let since = Date.now()
  for (const end = Date.now() + PATIENCE; Date.now() < end; await later(90)) {
    const now = await page.evaluate(() => `${document.querySelectorAll('.pulse').length} ${document.body.innerText} ${document.querySelectorAll('*').length}`).catch(() => '')
    if (now !== before) since = Date.now()
    before = now
    const done = view.state === 'loading' || now.startsWith('0 ')
    if (done && /\S{2}/.test(now.slice(2)) && (view.see === undefined || now.includes(view.see)) && Date.now() - since > STILL) return
  }
  throw new Error(`${view.name} does not come to rest; there stands:\n${before.slice(0, 400)}`)
}

async function tapAll(page: Page, view: View): Promise<void> {
  if (view.taps === undefined) return
  for (const words of view.taps) await page.getByText(words).last().click({ timeout: PATIENCE })
  await later(STILL)
  await settle(page, view)
}

const request = async <T>(url: string, path: string, body: object, token?: string): Promise<T> => {
  const reply = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as T
}

/** Makes an unknown device somebody: an invitation for who is known, a request for who waits. `body` says who. */
async function identityOf(office: Office, as: Account): Promise<object | null> {
  if (as === 'applicant') return { ...await office.unbound(), consent: true }
  if (as === 'operator') return { invitation: await office.invitation('operator'), consent: true }
  return null
}

/** Looks, and puts the phone away however that ends. */
export async function withLooker<T>(opening: Promise<Looker>, work: (looker: Looker) => Promise<T>): Promise<T> {
  const looker = await opening
  try {
    return await work(looker)
  } finally {
    await looker.close()
  }
}

/** A browser, signed in as this account. */
export async function openBrowserPhone(browser: Browser, office: Office, as: Account, { width, height, large, scale }: Glasses = HAND): Promise<Looker> {
  const front = await openFront(office.app.url)
  const wide = width > 600
  const context = await browser.newContext({ ...PHONE, ...(wide ? { isMobile: false, hasTouch: false, deviceScaleFactor: 1 } : {}), ...(scale !== undefined && { deviceScaleFactor: scale }), viewport: { width, height }, reducedMotion: 'reduce' })
  await context.addInitScript((on) => { if (on) localStorage.setItem('xf1:large-text', JSON.stringify({ data: true })) }, large)
  await signIn(context, front, office, as)
  const page = await context.newPage()
  const go = async (address: string): Promise<void> => {
    await page.goto('about:blank')
    await page.goto(`${front.url}/#${address}`)
  }
  const goOffline = async (address: string): Promise<void> => {
    await go(address)
    await settle(page, { ...READY, name: `${address} before the network is gone` })
    await page.evaluate(() => { location.hash = '/pages/home/index' })
    await later(STILL)
    front.set('away')
    await context.setOffline(true)
    await page.evaluate((hash) => { location.hash = hash }, address)
  }
  return {
    page,
    async show(view) {
      await context.setOffline(false)
      front.set(SEEMING[view.state], view.emptied)
      const address = addressOf(view.enter ?? view.page, await view.params?.(office) ?? {})
      if (view.state === 'offline') await goOffline(address)
      else await go(address)
      await settle(page, view)
      await tapAll(page, view)
    },
    dawdle: (ms) => front.dawdle(ms),
    close: async () => {
      await context.close()
      await front.close()
    },
  }
}

const READY: View = { name: '', page: '', as: 'member', state: 'ready' }

async function signIn(context: BrowserContext, front: Front, office: Office, as: Account): Promise<void> {
  if (as === 'nobody') return
  const api = `${front.url}/api/v1`
  if (as === 'member' || as === 'secretary' || as === 'committee') {
    await context.request.post(`${api}/auth/demo`, { data: { account: as } })
    return
  }
  const session = (await (await context.request.post(`${api}/auth/web`)).json()) as Session
  const identity = await identityOf(office, as)
  if (identity) await request(front.url, '/auth/bind', identity, session.accessToken)
}

/** The compiled mini-program in the simulator, on the phone of this account. WeChat knows everybody: nobody and a newcomer are the same. */
export async function openWeappPhone(browser: Browser, office: Office, as: Account, { width, height, large }: Glasses = HAND): Promise<Looker> {
  const front = await openFront(office.app.url)
  const openid = `look-${as}-${width}-${large ? 'large' : 'normal'}`
  const code = (): Promise<string> => loginCode(office.app.wechatApi, openid)
  const session = await request<Session>(front.url, '/auth/wechat', { code: await code() })
  const identity = await identityOf(office, as) ?? await boundAs(office, as)
  if (identity) await request(front.url, '/auth/bind', identity, session.accessToken)
  const simulator = await Simulator.start({ dist: at('miniapp', 'dist', 'weapp'), browser, api: front.url, loginCode: code, storage: new Map<string, unknown>(large ? [['xf1:large-text', true]] : []) })
  const { page } = simulator
  await page.setViewportSize({ width, height })
  const reLaunch = (url: string): Promise<void> => page.evaluate((target) => { (window.sim.wx as { reLaunch(options: { url: string }): void }).reLaunch({ url: target }) }, url)
  return {
    page,
    async show(view) {
      front.set(SEEMING[view.state], view.emptied)
      const query = await view.params?.(office) ?? {}
      const path = view.enter ?? view.page
      await simulator.setOnline(true)
      if (view.state === 'offline') {
        await simulator.relaunch({ path, query })
        await settle(page, { ...READY, name: `${path} before the network is gone` })
        await simulator.setOnline(false)
        await reLaunch(addressOf(path, query))
      } else await simulator.relaunch({ path, query })
      await settle(page, view)
      await tapAll(page, view)
    },
    dawdle: (ms) => front.dawdle(ms),
    close: async () => {
      await simulator.close()
      await front.close()
    },
  }
}

async function boundAs(office: Office, as: Account): Promise<object | null> {
  if (as === 'member' || as === 'secretary') return { invitation: await office.invitation(as), consent: true }
  if (as === 'committee') return { invitation: await office.invitation('committee-staff'), consent: true }
  return null
}
