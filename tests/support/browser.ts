import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** Sizes at which screens are looked at. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const
export const PROJECTOR = { viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const

/**
 * Where Chromium is: CHROMIUM_PATH, else on PATH, else Playwright's own download.
 * Throws a sentence that says what to install.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['CHROMIUM_PATH']
  if (given) {
    if (existsSync(given)) return given
    throw new Error(`CHROMIUM_PATH=${given} does not exist`)
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name)
  }
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  throw new Error('no Chromium found for the browser tests: install the package chromium (and fonts-noto-cjk), run npx playwright-core install chromium, or set CHROMIUM_PATH')
}

/** Starts a headless Chromium that asks nothing of the outside world. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS })
}
