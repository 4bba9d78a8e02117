import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { ApiCall, Fault, HostBridge, Launch, Outgoing } from '../shapes'
import type {} from '../runtime/host'
import { PHONE } from '../../support/browser'
import { compile, type Compiled } from './compile'
import { deliver, fair, type Weather } from './network'
import { servePage, type PageServer } from './server'

export interface SimulatorOptions {
  /** The built mini-program. */
  dist: string
  browser: Browser
  /** Where the service is: takes the place of the address the build was made for. */
  api: string
  /** A fresh code of wx.login. */
  loginCode: () => Promise<string>
  launch?: Launch
  /** What earlier launches have kept. */
  storage?: Map<string, unknown>
  network?: 'wifi' | 'none'
  privacy?: 'agreed' | 'refused'
  /** Told of logs and exceptions, for the automator. */
  onEvent?: (method: string, params: unknown) => void
}

const compiled = new Map<string, Promise<Compiled>>()

/** A build is compiled once a process. */
function compiledOnce(dist: string): Promise<Compiled> {
  const known = compiled.get(dist) ?? compile(dist)
  compiled.set(dist, known)
  return known
}

/** One phone with the mini-program on it. */
export class Simulator {
  readonly weather: Weather = fair()
  readonly storage: Map<string, unknown>
  private faultsBefore: Fault[] = []
  /** Exceptions as the browser tells them: also those before there is a handle. */
  private readonly exceptions: string[] = []
  private launch: Required<Launch>

  private constructor(private readonly options: SimulatorOptions, private readonly build: Compiled, readonly page: Page, private readonly context: BrowserContext, private server: PageServer | null) {
    this.storage = options.storage ?? new Map()
    this.launch = this.launchOf(options.launch ?? {})
    if (options.network === 'none') this.weather.online = false
  }

  /** Starts the mini-program as WeChat would on a cold launch. Throws when the build does not compile. */
  static async start(options: SimulatorOptions): Promise<Simulator> {
    const build = await compiledOnce(options.dist)
    const [wrong] = build.diagnostics
    if (wrong) throw new Error(`${wrong.file}${wrong.line === null ? '' : `:${wrong.line}`}: ${wrong.message} (${build.diagnostics.length} in all)`)
    const context = await options.browser.newContext(PHONE)
    const page = await context.newPage()
    const simulator = new Simulator(options, build, page, context, null)
    try {
      await simulator.bridge()
      simulator.server = await servePage(options.dist, () => simulator.given())
      await simulator.open()
      return simulator
    } catch (error) {
      await simulator.close()
      throw error
    }
  }

  private launchOf({ path, query, scene }: Launch): Required<Launch> {
    const { app } = this.build.program
    return { path: path ?? app.entryPagePath ?? app.pages[0] ?? '', query: query ?? {}, scene: scene ?? 1001 }
  }

  private given(): object {
    return {
      program: this.build.program, launch: this.launch, storage: Object.fromEntries(this.storage),
      network: this.weather.online ? 'wifi' : 'none', privacy: this.options.privacy ?? 'agreed',
    }
  }

  private async bridge(): Promise<void> {
    const functions: HostBridge = {
      simFetch: (request: Outgoing) => deliver(request, this.options.api, this.weather),
      simStore: async ({ key, value, removed }) => {
        if (removed) this.storage.delete(key)
        else this.storage.set(key, value)
      },
      simLogin: async () => {
        if (this.weather.loginDelay > 0) await new Promise((resolve) => { setTimeout(resolve, this.weather.loginDelay) })
        return this.options.loginCode()
      },
      simEmit: async (method, params) => this.options.onEvent?.(method, params),
    }
    for (const [name, work] of Object.entries(functions)) await this.page.exposeFunction(name, work)
    this.page.on('pageerror', (error) => this.exceptions.push(error.stack ?? error.message))
    this.page.on('console', (message) => this.options.onEvent?.('App.logAdded', { type: message.type(), args: [message.text()] }))
  }

  private async open(): Promise<void> {
    if (this.server) await this.page.goto(this.server.url)
    // The scripts of the page run before `goto` is over; a launch that fails leaves no handle.
    const launched = await this.page.evaluate(() => window.sim !== undefined)
    if (!launched) throw new Error(`the mini-program did not launch\n${this.exceptions.join('\n')}`)
  }

  /** The app is ended and started again; what it kept is still there. */
  async relaunch(launch: Launch = {}): Promise<void> {
    this.faultsBefore = await this.faults()
    this.launch = this.launchOf(launch)
    await this.open()
  }

  /** To the background and back, perhaps by a scanned code. */
  async warmLaunch(launch: Launch = {}): Promise<void> {
    await this.page.evaluate(() => window.sim.background())
    await this.page.evaluate((next) => window.sim.foreground(next), launch)
  }

  async setOnline(online: boolean): Promise<void> {
    this.weather.online = online
    await this.page.evaluate((type) => window.sim.setNetwork(type), online ? 'wifi' as const : 'none' as const)
  }

  pullDown(): Promise<void> {
    return this.page.evaluate(() => window.sim.pullDown())
  }

  /** Everything WeChat would have refused, and what nobody caught, over all launches. */
  async faults(): Promise<Fault[]> {
    return [...this.faultsBefore, ...await this.page.evaluate(() => window.sim.faults)]
  }

  /** Calls of the platform since the last launch. */
  calls(api: string): Promise<ApiCall[]> {
    return this.page.evaluate((name) => window.sim.calls.filter((call) => call.api === name), api)
  }

  async close(): Promise<void> {
    await this.context.close()
    await this.server?.close()
  }
}
