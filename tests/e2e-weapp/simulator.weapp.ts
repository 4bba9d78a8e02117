import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import automator from 'miniprogram-automator'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { startAutomatedSimulator } from '../weapp-simulator/automator/server'
import { Simulator, type SimulatorOptions } from '../weapp-simulator/host/simulator'
import type { Fault } from '../weapp-simulator/shapes'
import type { Element } from './support/phone'

/** The simulator itself, by a mini-program of three pages: what WeChat refuses it refuses, and says so. */
const DIST = join(__dirname, '../weapp-simulator/fixtures/program')
let browser: Browser
let server: Server
let api = ''
const open: Simulator[] = []

beforeAll(async () => {
  browser = await launchBrowser()
  // A service that answers everything but /silent.
  server = createServer((request, response) => {
    if (request.url !== '/silent') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path: request.url }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})
afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => { server.close(resolve) })
})

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await Simulator.start({ dist: DIST, browser, api, loginCode: async () => 'code-1', ...options })
  open.push(simulator)
  return simulator
}

/** What the fixture's app has noted, since this was asked last. */
const log = ({ page }: Simulator): Promise<string[]> => page.evaluate(() => (window.sim.app() as unknown as { log: string[] }).log.splice(0))
/** A call of the platform from outside of any tap; the words it was refused with, or its answer. */
const call = ({ page }: Simulator, api: string, ...args: unknown[]): Promise<unknown> => page.evaluate(async ({ name, given }) => {
  try {
    return (await (window.sim.wx[name] as (...all: unknown[]) => unknown)(...given)) ?? null
  } catch (error) {
    return (error as Error).message
  }
}, { name: api, given: args })
const kinds = async (simulator: Simulator): Promise<Fault['kind'][]> => (await simulator.faults()).map(({ kind }) => kind)
const stack = ({ page }: Simulator): Promise<string[]> => page.evaluate(() => window.sim.pages.stack.map(({ route }) => route))
const soon = (simulator: Simulator, ms = 50): Promise<void> => simulator.page.waitForTimeout(ms)

describe('pages', () => {
  it('live as in WeChat: loaded, shown, ready, hidden, unloaded; a tab stays', async () => {
    const simulator = await start({ launch: { query: { a: '1', q: 'x%3Dy' } } })
    await soon(simulator)
    expect(await log(simulator)).toEqual([
      'launch pages/first/index 1001 {"a":"1","q":"x%3Dy"}', 'show pages/first/index 1001 {"a":"1","q":"x%3Dy"}', 'first load {"a":"1","q":"x%3Dy"}', 'first show', 'first ready',
    ])
    await call(simulator, 'navigateTo', { url: '../plain/index?id=7' })
    await soon(simulator)
    expect(await log(simulator)).toEqual(['first hide', 'plain load {"id":"7"}', 'plain show', 'plain ready'])
    await call(simulator, 'navigateBack')
    await call(simulator, 'switchTab', { url: '/pages/second/index' })
    await call(simulator, 'switchTab', { url: '/pages/first/index' })
    await soon(simulator)
    expect(await log(simulator)).toEqual(['plain unload', 'first show', 'first hide', 'second load {}', 'second show', 'second ready', 'second hide', 'first show'])
    await call(simulator, 'reLaunch', { url: '/packages/deep/more/index' })
    await soon(simulator)
    expect((await log(simulator)).sort()).toEqual(['deep load {}', 'deep ready', 'deep show', 'first unload', 'second unload'])
    expect(await stack(simulator)).toEqual(['packages/deep/more/index'])
    expect(await simulator.faults()).toEqual([])
  })

  it.each<[string, string, string, RegExp]>([
    ['navigateTo a tab', 'navigateTo', '/pages/second/index', /^navigateTo:fail can not navigateTo a tabbar page/],
    ['redirectTo a tab', 'redirectTo', '/pages/second/index', /^redirectTo:fail can not redirectTo a tabbar page/],
    ['switchTab to a page that is none', 'switchTab', '/pages/plain/index', /^switchTab:fail can not switch to no-tabBar page/],
    ['navigateTo a page that does not exist', 'navigateTo', '/pages/gone/index', /^navigateTo:fail page "\/pages\/gone\/index" is not found/],
  ])('refuses to %s', async (_what, name, url, words) => {
    const simulator = await start()
    expect(await call(simulator, name, { url })).toMatch(words)
    expect(await stack(simulator)).toEqual(['pages/first/index'])
    expect(await simulator.faults()).toEqual([{ kind: 'exception', message: expect.stringMatching(words) as string }])
  })

  it('opens ten and no more', async () => {
    const simulator = await start()
    for (let n = 2; n <= 10; n += 1) expect(await call(simulator, 'navigateTo', { url: '/pages/plain/index' })).toEqual({ errMsg: 'navigateTo:ok' })
    expect(await call(simulator, 'navigateTo', { url: '/pages/plain/index' })).toMatch(/webview count limit exceed/)
    expect(await stack(simulator)).toHaveLength(10)
    // In the place of one there is room.
    expect(await call(simulator, 'redirectTo', { url: '/packages/deep/more/index' })).toEqual({ errMsg: 'redirectTo:ok' })
    expect(await kinds(simulator)).toEqual(['exception'])
  })

  it('are not left backwards when there is but one', async () => {
    const simulator = await start()
    expect(await call(simulator, 'navigateBack')).toBe('navigateBack:fail cannot navigate back at first page')
  })

  it('are pulled down where their json allows it', async () => {
    const simulator = await start()
    await simulator.pullDown()
    expect(await log(simulator)).toContain('first pulled')
    await call(simulator, 'navigateTo', { url: '/pages/plain/index' })
    await expect(simulator.pullDown()).rejects.toThrow('cannot be pulled down')
  })

  it('reach their bottom once, and again after leaving it', async () => {
    const simulator = await start()
    const scroll = async (top: number): Promise<void> => {
      await simulator.page.evaluate((y) => window.sim.pages.current()?.element.scrollTo(0, y), top)
      await soon(simulator, 100)
    }
    const bottoms = async (): Promise<number> => (await log(simulator)).filter((line) => line === 'first bottom').length
    await scroll(200)
    expect(await bottoms()).toBe(0)
    await scroll(99_999)
    await scroll(99_990)
    expect(await bottoms()).toBe(1)
    await scroll(0)
    await scroll(99_999)
    expect(await bottoms()).toBe(1)
  })
})

describe('launches', () => {
  it('a warm one tells app and listeners, and a scanned page takes the place of all', async () => {
    const simulator = await start()
    await call(simulator, 'navigateTo', { url: '/pages/plain/index' })
    await soon(simulator)
    await log(simulator)
    await simulator.warmLaunch()
    expect(await log(simulator)).toEqual(['plain hide', 'hide', 'show pages/plain/index 1001 {}', 'wx show pages/plain/index', 'plain show'])
    await simulator.warmLaunch({ path: 'packages/deep/more/index', query: { q: 'a' }, scene: 1011 })
    expect(await log(simulator)).toEqual(expect.arrayContaining(['show packages/deep/more/index 1011 {"q":"a"}', 'deep load {"q":"a"}']))
    expect(await stack(simulator)).toEqual(['packages/deep/more/index'])
    expect(await call(simulator, 'getEnterOptionsSync')).toMatchObject({ path: 'packages/deep/more/index', scene: 1011 })
    expect(await call(simulator, 'getLaunchOptionsSync')).toMatchObject({ path: 'pages/first/index', scene: 1001 })
  })

  it('a cold one begins anew with what was kept, and faults are not forgotten', async () => {
    const simulator = await start()
    await call(simulator, 'setStorageSync', 'kept', { at: 1, none: undefined, list: [{ name: '张三' }] })
    await call(simulator, 'setStorageSync', 'gone', 'x')
    await call(simulator, 'removeStorageSync', 'gone')
    await call(simulator, 'switchTab', { url: '/pages/plain/index' })
    await simulator.relaunch({ path: 'pages/second/index' })
    expect(await call(simulator, 'getStorageSync', 'kept')).toEqual({ at: 1, list: [{ name: '张三' }] })
    expect(await call(simulator, 'getStorageSync', 'gone')).toBe('')
    expect(await call(simulator, 'getStorage', { key: 'gone' })).toBe('getStorage:fail data not found')
    expect(await stack(simulator)).toEqual(['pages/second/index'])
    expect(await kinds(simulator)).toEqual(['exception'])
    await call(simulator, 'clearStorageSync')
    expect([...simulator.storage]).toEqual([])
  })

  it('keeps 1 MB a value and 10 MB in all', async () => {
    const simulator = await start()
    const MB = 1024 * 1024
    const keep = (key: string, size: number): Promise<unknown> => simulator.page.evaluate(([name, length]) => {
      try {
        (window.sim.wx['setStorageSync'] as (key: string, value: string) => void)(name, 'x'.repeat(length))
        return 'ok'
      } catch (error) {
        return (error as Error).message
      }
    }, [key, size] as const)
    expect(await keep('a', MB)).toBe('entry size limit reached')
    for (let n = 1; n <= 10; n += 1) expect(await keep(`k${n}`, MB - 100)).toBe('ok')
    expect(await keep('k11', MB - 100)).toBe('the maximum size of the file storage limit is exceeded')
    // One in the place of another takes no room.
    expect(await keep('k10', MB - 100)).toBe('ok')
  })
})

describe('faults', () => {
  it.each<[string, string, Fault['kind'], RegExp]>([
    ['a rejection nobody waits for', 'lose-promise', 'rejection', /nobody waits for it/],
    ['an exception in a handler', 'throw', 'exception', /nobody catches it/],
    ['a module that is not there', 'lost-module', 'module', /module 'gone' is not defined/],
  ])('%s', async (_what, button, kind, message) => {
    const simulator = await start()
    await simulator.page.tap(`#${button}`)
    await soon(simulator)
    expect(await simulator.faults()).toContainEqual({ kind, message: expect.stringMatching(message) as string })
  })

  it('a call the platform does not have; looking for one that older phones lack is none', async () => {
    const simulator = await start()
    expect(await simulator.page.evaluate(() => [typeof window.sim.wx['cloud'], typeof window.sim.wx['getEverything']])).toEqual(['undefined', 'undefined'])
    expect(await simulator.faults()).toEqual([{ kind: 'unknown-api', message: expect.stringContaining('wx.getEverything') as string }])
  })

  it('a call with fields WeChat does not take', async () => {
    const simulator = await start()
    expect(await call(simulator, 'vibrateShort', {})).toBe('vibrateShort:fail style is not support')
    expect(await call(simulator, 'showToast', { title: 3 })).toBe('showToast:fail parameter.title should be String')
    expect(await kinds(simulator)).toEqual(['misuse', 'misuse'])
  })

  it('setData of functions, dates, or too much', async () => {
    const simulator = await start()
    await simulator.page.evaluate(() => {
      const page = window.sim.pages.current()?.instance
      page?.setData({ good: { text: '好', list: [1, null] } })
      page?.setData({ tap: () => 1 })
      page?.setData({ at: { day: new Date(0) } })
      page?.setData({ text: 'x'.repeat(256 * 1024) })
    })
    expect((await simulator.faults()).map(({ kind, message }) => `${kind} ${message}`)).toEqual([
      'set-data pages/first/index: tap is a function, which is no plain JSON', 'set-data pages/first/index: at.day is a Date, which is no plain JSON', 'set-data pages/first/index: 257 KB in one setData, WeChat takes 256',
    ])
  })

  it('scripts see nothing of the browser', async () => {
    const simulator = await start()
    await simulator.page.tap('#look')
    expect((await log(simulator)).at(-1)).toBe(Array(6).fill('undefined').join(' '))
  })

  it('a build that does not compile is not launched', async () => {
    await expect(start({ dist: join(DIST, 'pages') })).rejects.toThrow(/app\.json: names no pages/)
  })
})

describe('what needs the member', () => {
  it('asks for subscribe messages within a tap only', async () => {
    const simulator = await start()
    expect(await call(simulator, 'requestSubscribeMessage', { tmplIds: ['template'] })).toBe('requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
    await simulator.page.tap('#ask')
    await soon(simulator)
    expect((await log(simulator)).at(-1)).toBe('requestSubscribeMessage:ok')
    await simulator.page.tap('#ask-late')
    await soon(simulator, 700)
    expect((await log(simulator)).at(-1)).toBe('requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
    expect(await simulator.calls('requestSubscribeMessage')).toHaveLength(3)
  })

  it('an event that is no finger is no tap', async () => {
    const simulator = await start()
    await simulator.page.evaluate(() => {
      const button = document.getElementById('ask') as unknown as { __wxElement: { triggerEvent: (name: string, detail: object, options: object) => void } }
      button.__wxElement.triggerEvent('tap', {}, { bubbles: true })
    })
    await soon(simulator)
    expect((await log(simulator)).at(-1)).toBe('requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
  })

  it('gives no place that app.json does not declare, and nothing the privacy guide does not name', async () => {
    const simulator = await start()
    expect(await call(simulator, 'getLocation', {})).toMatch(/need to be declared in the requiredPrivateInfos field/)
    await simulator.page.evaluate(() => { window.simGiven.program.app.requiredPrivateInfos = ['getLocation'] })
    expect(await call(simulator, 'getLocation', {})).toBe('getLocation:fail api scope is not declared in the privacy agreement')
  })

  it('gives nothing guarded to an app whose privacy guide was refused', async () => {
    const [agreed, refused] = [await start(), await start({ privacy: 'refused' })]
    expect(await call(agreed, 'setClipboardData', { data: '名单' })).toEqual({ errMsg: 'setClipboardData:ok' })
    expect(await call(agreed, 'getClipboardData')).toEqual({ errMsg: 'getClipboardData:ok', data: '名单' })
    expect(await call(refused, 'setClipboardData', { data: '名单' })).toBe('setClipboardData:fail privacy permission is not authorized')
    expect(await call(refused, 'getPrivacySetting')).toMatchObject({ needAuthorization: true })
  })
})

describe('network', () => {
  const request = ({ page }: Simulator, url: string, timeout = 5_000): Promise<unknown> => page.evaluate(([address, ms]) => new Promise((resolve) => {
    (window.sim.wx['request'] as (options: object) => void)({ url: address, timeout: ms, success: ({ statusCode, data }: { statusCode: number; data: unknown }) => resolve({ statusCode, data }), fail: ({ errMsg }: { errMsg: string }) => resolve(errMsg) })
  }), [url, timeout] as const)
  const BUILT_FOR = 'https://built.for.example'

  it('answers, loses answers, runs out of time', async () => {
    const simulator = await start()
    expect(await request(simulator, `${BUILT_FOR}/a`)).toEqual({ statusCode: 200, data: { path: '/a' } })
    simulator.weather.lose = { fits: /^\/a$/, times: 1 }
    expect(await request(simulator, `${BUILT_FOR}/a`)).toBe('request:fail net::ERR_CONNECTION_RESET')
    expect(await request(simulator, `${BUILT_FOR}/a`)).toEqual({ statusCode: 200, data: { path: '/a' } })
    expect(await request(simulator, `${BUILT_FOR}/silent`, 150)).toBe('request:fail timeout')
    expect(await simulator.calls('request')).toHaveLength(4)
  })

  it('goes and comes, and listeners are told once', async () => {
    const simulator = await start()
    await log(simulator)
    await simulator.setOnline(false)
    await simulator.setOnline(false)
    expect(await request(simulator, `${BUILT_FOR}/a`)).toBe('request:fail net::ERR_INTERNET_DISCONNECTED')
    expect(await call(simulator, 'getNetworkType')).toMatchObject({ networkType: 'none' })
    await simulator.setOnline(true)
    expect(await request(simulator, `${BUILT_FOR}/a`)).toMatchObject({ statusCode: 200 })
    expect(await log(simulator)).toEqual(['network none false', 'network wifi true'])
  })

  it('may be missing at the launch', async () => {
    const simulator = await start({ network: 'none' })
    expect(await call(simulator, 'getNetworkType')).toMatchObject({ networkType: 'none' })
    expect(await request(simulator, `${BUILT_FOR}/a`)).toBe('request:fail net::ERR_INTERNET_DISCONNECTED')
  })
})

it('answers the official automator as DevTools do', async () => {
  const simulated = await startAutomatedSimulator({ dist: DIST, browser, api, loginCode: async () => 'code-1' })
  try {
    const mp = await automator.connect({ wsEndpoint: simulated.wsEndpoint })
    const exceptions: unknown[] = []
    mp.on('exception', (error) => exceptions.push(error))
    const page = (await mp.currentPage())!
    expect([page.path, (await mp.pageStack()).length]).toEqual(['pages/first/index', 1])
    const field = (await page.$('#field'))! as Element & { input(text: string): Promise<void> }
    // tap, text, data, attributes, styles
    const count = (await page.$('#count'))!
    await count.tap()
    await count.tap()
    expect(await count.text()).toBe('点了 2 次')
    expect(await page.data('taps')).toBe(2)
    expect(await count.style('color')).toBe('rgb(1, 2, 3)')
    expect(await (await page.$('.half'))!.size()).toMatchObject({ width: 195 })
    expect(await field.attribute('placeholder')).toBe('写点什么')
    // typing, events, methods, data from outside
    await field.input('你好')
    expect(await (await page.$('.typed'))!.text()).toBe('你好')
    expect(await field.value()).toBe('你好')
    await (await page.$('picker'))!.trigger('change', { value: '2026-07-01' })
    expect((await log(simulated.simulator)).at(-1)).toBe('picked 2026-07-01')
    expect(await page.callMethod('double', 21)).toBe(42)
    await page.setData({ taps: 9 })
    expect(await count.text()).toBe('点了 9 次')
    expect(await page.$('#nothing')).toBeNull()
    expect(await count.outerWxml()).toMatch(/^<view.*点了 9 次<\/view>$/)
    // mocks
    await mp.mockWxMethod('getNetworkType', { networkType: '5g', errMsg: 'getNetworkType:ok' })
    expect(await mp.callWxMethod('getNetworkType')).toMatchObject({ networkType: '5g' })
    await mp.restoreWxMethod('getNetworkType')
    expect(await mp.callWxMethod('getNetworkType')).toMatchObject({ networkType: 'wifi' })
    expect(await mp.evaluate((n: number) => n + 1, 1)).toBe(2)
    await (await page.$('#throw'))!.tap()
    await soon(simulated.simulator, 100)
    expect(JSON.stringify(exceptions)).toContain('nobody catches it')
    mp.disconnect()
  } finally {
    await simulated.close()
  }
})
