/// <reference types="miniprogram-api-typings" />
import automator from 'miniprogram-automator'
import type { Browser } from 'playwright-core'
import { at } from '../../../scripts/lib/top.mjs'
import type { RunningApp } from '../../support/app'
import { startAutomatedSimulator, type AutomatedSimulator } from '../../weapp-simulator/automator/server'
import type { Simulator } from '../../weapp-simulator/host/simulator'
import type { Fault, Launch } from '../../weapp-simulator/shapes'
import { loginCode } from './office'

type MiniProgram = Awaited<ReturnType<typeof automator.connect>>
type Page = NonNullable<Awaited<ReturnType<MiniProgram['currentPage']>>>
export type Element = NonNullable<Awaited<ReturnType<Page['$']>>>

export interface PhoneOptions { launch?: Launch; storage?: Map<string, unknown>; network?: 'wifi' | 'none' }
interface Place { app: RunningApp; browser: Browser | null; openid: string }

/** How long something on the page is waited for, and how often it is looked at, milliseconds. */
const PATIENCE = 10_000
const LOOK = 100

const TABS = { 首页: 'home', 活动: 'activities', 学习: 'study', 我的: 'me' } as const

const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`)

/**
 * A phone as a person uses it: looks at words, taps them, types. Everything goes through the official automator, so that the same
 * journeys run on the simulator and, with WEAPP_WS, in WeChat DevTools.
 */
export class WeappPhone {
  constructor(readonly mp: MiniProgram, private readonly weather: Weather, private readonly simulated: AutomatedSimulator | null) {}

  async page(): Promise<Page> {
    const page = await this.mp.currentPage()
    if (!page) throw new Error('no page is open')
    return page
  }

  async path(): Promise<string> {
    return (await this.page()).path
  }

  /** The words on the page on top. */
  async words(): Promise<string> {
    const root = await (await this.page()).$('.app')
    return root ? root.text() : ''
  }

  /** Waits until these words are on the page. */
  async see(words: string | RegExp, patience = PATIENCE): Promise<string> {
    let last = ''
    for (const end = Date.now() + patience; Date.now() < end; await later(LOOK)) {
      last = await this.words().catch(() => '')
      if (typeof words === 'string' ? last.includes(words) : words.test(last)) return last
    }
    throw new Error(`${String(words)} does not appear on ${await this.path()}; there stands:\n${last}`)
  }

  /** The innermost element whose words are exactly these; the last of several. */
  async find(words: string, patience = PATIENCE): Promise<Element> {
    for (const end = Date.now() + patience; Date.now() < end; await later(LOOK)) {
      const found = (await (await this.page()).getElementsByXpath(`//*[normalize-space(.)=${quoted(words)}]`).catch(() => [])) as Element[]
      const last = found.at(-1)
      if (last) return last
    }
    throw new Error(`${words} cannot be tapped on ${await this.path()}; there stands:\n${await this.words()}`)
  }

  async tap(words: string): Promise<void> {
    await this.touch(() => this.find(words))
  }

  /** Taps what is found; what was drawn anew in between is looked for again. */
  private async touch(find: () => Promise<Element>): Promise<void> {
    for (const end = Date.now() + PATIENCE; ; await later(LOOK)) {
      try {
        return await (await find()).tap()
      } catch (error) {
        if (Date.now() > end || !/not attached/.test(String((error as Error).message))) throw error
      }
    }
  }

  /** Taps the nth element of a class or id. */
  async tapOn(selector: string, index = 0): Promise<void> {
    await this.touch(() => this.element(selector, index))
  }

  /** The nth element of a selector. */
  async element(selector: string, index = 0): Promise<Element> {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await later(LOOK)) {
      const found = (await (await this.page()).$$(selector)) as Element[]
      const element = found.at(index)
      if (element) return element
    }
    throw new Error(`${selector} is not on ${await this.path()}; there stands:\n${await this.words()}`)
  }

  /** Chooses in the nth picker, as WeChat's own wheel answers: it is no part of the page. */
  async pick(value: string, index = 0): Promise<void> {
    await (await this.element('picker', index)).trigger('change', { value })
  }

  /** Taps a tab; DevTools do not reach into the custom tab bar. */
  async tab(label: keyof typeof TABS): Promise<void> {
    if (this.simulated) await this.tap(label)
    else await this.mp.callWxMethod('switchTab', { url: `/pages/${TABS[label]}/index` })
  }

  /** The simulator below, for what DevTools do not tell: recorded calls, measures, the pull-down. */
  get simulator(): Simulator {
    if (!this.simulated) throw new Error('only the simulator knows')
    return this.simulated.simulator
  }

  /** Opens a page over this one, as a tap on a way there would; the client's own navigateTo waits three seconds. */
  async open(url: string): Promise<void> {
    await this.mp.callWxMethod('navigateTo', { url })
  }

  /** Types into the nth field of the page. */
  async type(text: string, index = 0): Promise<void> {
    const field = (await this.element('input', index)) as Element & { input(value: string): Promise<void> }
    await field.input(text)
  }

  /** Types the six digits on the product's own keys. */
  async digits(code: string): Promise<void> {
    for (const digit of code) await this.tap(digit)
  }

  online(): Promise<void> { return this.weather.set(true) }
  offline(): Promise<void> { return this.weather.set(false) }
  /** The next answer to a request of this path gets lost after the service has done its work. */
  loseNext(path: RegExp): Promise<void> { return this.weather.loseNext(path) }
  /** wx.login takes so long, milliseconds. */
  slowLogin(ms: number): Promise<void> { return this.weather.slowLogin(ms) }

  /** The service takes the present access token for expired: the next request with it is refused once. */
  spoilToken(): Promise<void> { return this.weather.spoilToken() }

  /** The app is ended and opened again. */
  relaunch(launch?: Launch): Promise<void> { return this.weather.relaunch(launch) }
  /** The app comes back from the background, perhaps by a scanned code. */
  warmLaunch(launch?: Launch): Promise<void> { return this.weather.warmLaunch(launch) }

  /** What WeChat would have refused; DevTools tells exceptions only. */
  faults(): Promise<Fault[]> { return this.weather.faults() }

  async screenshot(path: string): Promise<void> {
    await this.mp.screenshot({ path })
  }

  async close(): Promise<void> {
    this.mp.disconnect()
    await this.simulated?.close()
  }
}

/** What lies outside of the automator's protocol: the network, WeChat's slowness, the end of the app. */
interface Weather {
  set(online: boolean): Promise<void>
  loseNext(path: RegExp): Promise<void>
  slowLogin(ms: number): Promise<void>
  spoilToken(): Promise<void>
  relaunch(launch?: Launch): Promise<void>
  warmLaunch(launch?: Launch): Promise<void>
  faults(): Promise<Fault[]>
}

/** Waits until it holds. */
export async function soon(check: () => Promise<boolean>, patience = 20_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await later(2 * LOOK)) if (await check()) return
  throw new Error('it does not come to that')
}

/** Opens the mini-program on a new phone. */
export async function openPhone(place: Place, options: PhoneOptions): Promise<WeappPhone> {
  const { app, browser, openid } = place
  if (browser === null) return openDevTools(place, options)
  const simulated = await startAutomatedSimulator({ dist: at('miniapp', 'dist', 'weapp'), browser, api: app.url, loginCode: () => loginCode(app.wechatApi, openid), ...options })
  const { simulator } = simulated
  const mp = await automator.connect({ wsEndpoint: simulated.wsEndpoint })
  return new WeappPhone(mp, {
    set: (online) => simulator.setOnline(online),
    loseNext: async (path) => { simulator.weather.lose = { fits: path, times: 1 } },
    slowLogin: async (ms) => { simulator.weather.loginDelay = ms },
    spoilToken: async () => { simulator.weather.spoil = { token: null } },
    relaunch: (launch) => simulator.relaunch(launch),
    warmLaunch: (launch) => simulator.warmLaunch(launch),
    faults: () => simulator.faults(),
  }, simulated)
}

/** The same on WeChat DevTools that listen at WEAPP_WS with this build open: wx.login and the network are answered for it. */
async function openDevTools({ app, openid }: Place, { launch, network }: PhoneOptions): Promise<WeappPhone> {
  const mp = await automator.connect({ wsEndpoint: process.env['WEAPP_WS'] ?? '' })
  const faults: Fault[] = []
  mp.on('exception', (error: unknown) => faults.push({ kind: 'exception', message: JSON.stringify(error) }))
  const login = async (ms: number): Promise<void> => {
    // Runs in the app, where only what is handed over is known.
    await mp.mockWxMethod('login', (_options: unknown, address: string, wait: number) => new Promise((resolve, reject) => {
      setTimeout(() => wx.request({ url: address, success: ({ data }) => resolve({ errMsg: 'login:ok', code: (data as { code: string }).code }), fail: reject }), wait)
    }), `${app.wechatApi}/_codes?openid=${encodeURIComponent(openid)}`, ms)
  }
  const spoil = async (): Promise<void> => {
    await mp.evaluate(() => { (globalThis as { simSpoilt?: string }).simSpoilt = undefined })
    await mp.mockWxMethod('request', function spoilt(this: { origin: (options: object) => void }, options: { header?: Record<string, string> }) {
      const origin = this.origin
      const kept = globalThis as { simSpoilt?: string }
      const header = { ...options.header }
      for (const name of Object.keys(header)) {
        if (name.toLowerCase() !== 'authorization') continue
        kept.simSpoilt ??= header[name]
        if (header[name] === kept.simSpoilt) header[name] += 'x'
      }
      return new Promise((resolve) => { origin({ ...options, header, success: resolve, fail: resolve, complete: undefined }) })
    })
  }
  const open = async (next: Launch = {}): Promise<void> => {
    const query = Object.entries(next.query ?? {}).map(([key, value]) => `${key}=${value}`).join('&')
    await mp.reLaunch(`/${next.path ?? 'pages/home/index'}${query === '' ? '' : `?${query}`}`)
  }
  const weather: Weather = {
    set: async (online) => {
      if (online) await mp.restoreWxMethod('request')
      else await mp.mockWxMethod('request', { errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' })
    },
    loseNext: async (path) => {
      await mp.mockWxMethod('request', function lose(this: { origin: (options: object) => void }, options: { url: string }, source: string) {
        const origin = this.origin
        return new Promise((resolve) => {
          const lost = new RegExp(source).test(options.url) && !(globalThis as { simLost?: boolean }).simLost
          if (lost) (globalThis as { simLost?: boolean }).simLost = true
          origin({ ...options, success: (answer: unknown) => resolve(lost ? { errMsg: 'request:fail net::ERR_CONNECTION_RESET' } : answer), fail: resolve, complete: undefined })
        })
      }, path.source)
    },
    slowLogin: login,
    spoilToken: spoil,
    relaunch: open,
    warmLaunch: open,
    faults: async () => faults,
  }
  const phone = new WeappPhone(mp, weather, null)
  await login(0)
  // The window is the same for all phones of a journey: whoever was signed in is so no more, and the network is there.
  await weather.set(true)
  await mp.callWxMethod('clearStorageSync')
  await open()
  if (!(await signIn(phone))) {
    await spoil()
    await open()
  }
  if (network === 'none') await weather.set(false)
  await open(launch)
  return phone
}

/**
 * DevTools may have begun before the service did: the app has then given up signing in, or WeChat's own code was of no use to it.
 * Answers whether it signed in now, and not somebody before.
 */
async function signIn(phone: WeappPhone): Promise<boolean> {
  const known = /同志|先认一下你是谁|认领申请已交/
  const words = await phone.see(/再试一次|去登录|同志|先认一下你是谁|认领申请已交/)
  if (words.includes('再试一次')) await phone.tap('再试一次')
  else if (words.includes('去登录')) {
    await phone.tap('去登录')
    await phone.tap('用微信登录')
  } else return false
  await phone.see(known)
  return true
}
