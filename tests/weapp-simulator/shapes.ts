/** What the Node side hands to the page that runs the mini-program, and what the page answers. No imports: both sides load it. */

/** app.json as far as the simulator reads it. */
export interface AppConfig {
  pages: string[]
  entryPagePath?: string
  subPackages?: { root: string; pages: string[] }[]
  tabBar?: { custom?: boolean; list: { pagePath: string; text: string }[] }
  window?: { navigationBarTitleText?: string; navigationStyle?: string }
  requiredPrivateInfos?: string[]
  preloadRule?: Record<string, { packages: string[] }>
}

/** The json beside a page or component. */
export interface UnitConfig {
  component?: boolean
  usingComponents?: Record<string, string>
  styleIsolation?: string
  navigationBarTitleText?: string
  enablePullDownRefresh?: boolean
}

/** A compiled mini-program: everything by path without ending, scripts with it. */
export interface Program {
  app: AppConfig
  scripts: Record<string, string>
  configs: Record<string, UnitConfig>
  styles: Record<string, string>
  /** Script that answers the compiled templates by path. */
  templates: string
}

/** What stands in the mini-program's surroundings when it is launched. */
export interface Launch {
  /** Query of the entry page; `q` for an ordinary link, as WeChat hands it over. */
  path?: string
  query?: Record<string, string>
  /** 1001 found in the list, 1011 scanned a QR code, 1047 scanned a mini-program code. */
  scene?: number
}

/** One call of the platform, kept for assertions. */
export interface ApiCall { api: string; args: unknown }

/** Something WeChat would refuse or an exception nobody caught. Each fails the test. */
export interface Fault { kind: 'exception' | 'rejection' | 'unknown-api' | 'misuse' | 'set-data' | 'module'; message: string }

/** A request of the mini-program on its way through Node. */
export interface Outgoing { url: string; method: string; header: Record<string, string>; body: string | null; base64: boolean; timeout: number }
export type Incoming = { ok: true; status: number; header: Record<string, string>; body: string } | { ok: false; errMsg: string }

/** Functions Node puts into the page. */
export interface HostBridge {
  simFetch(request: Outgoing): Promise<Incoming>
  simStore(change: { key: string; value: unknown; removed: boolean }): Promise<void>
  simLogin(): Promise<string>
  simEmit(method: string, params: unknown): Promise<void>
}
