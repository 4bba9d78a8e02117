import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { CATALOGUE } from './catalogue'
import { openOffice, type Office } from './office'
import { DESK, HAND, openBrowserPhone, openWeappPhone, withLooker, type Glasses, type Looker } from './phones'
import { ACCOUNTS, type Account, type Platform, type View } from './shapes'
import { writeSheet, type Shot } from './sheet'

interface Round { on: string; platform: Platform; glasses: Glasses; takes: (view: View) => boolean }

const LARGE: Glasses = { ...HAND, width: 360, large: true }
const ROUNDS: readonly Round[] = [
  { on: 'h5', platform: 'h5', glasses: HAND, takes: ({ wide }) => wide !== 'only' },
  { on: 'h5-large', platform: 'h5', glasses: LARGE, takes: ({ state, wide }) => state === 'ready' && wide !== 'only' },
  { on: 'h5-wide', platform: 'h5', glasses: DESK, takes: ({ wide, state }) => wide !== undefined && state === 'ready' },
  { on: 'weapp', platform: 'weapp', glasses: HAND, takes: () => true },
  { on: 'weapp-large', platform: 'weapp', glasses: LARGE, takes: ({ state }) => state === 'ready' },
]

/** A page longer than the screen is shown whole, up to this height. */
const TALLEST = 3_200
/** Accounts looked through at the same time. */
const AT_ONCE = 3

async function wholePage({ page }: Looker, glasses: Glasses, file: string): Promise<void> {
  const { width, height } = glasses
  const needed = await page.evaluate(() => Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll('.wx-page, .taro_page')].map(({ scrollHeight }) => scrollHeight)))
  const tall = Math.min(TALLEST, needed)
  if (tall > height) {
    await page.setViewportSize({ width, height: tall })
    await page.waitForTimeout(120)
  }
  await page.screenshot({ path: file })
  if (tall > height) await page.setViewportSize({ width, height })
}

export interface LookOptions {
  /** Only views whose name or platform contains one of these. */
  only: readonly string[]
  into: string
  /** Folder with the drawn pictures. */
  looks: string | undefined
  say: (line: string) => void
}

/** Looks at everything through the eyes of one account. */
async function lookAs(browser: Browser, office: Office, round: Round, as: Account, views: readonly View[], { into, say }: LookOptions): Promise<Shot[]> {
  const open = round.platform === 'h5' ? openBrowserPhone : openWeappPhone
  return withLooker(open(browser, office, as, round.glasses), async (looker) => {
    const shots: Shot[] = []
    for (const view of views) {
      const file = `${round.on}/${view.name}.png`
      const problem = await looker.show(view).then(() => undefined, (error: unknown) => (error instanceof Error ? error.message : String(error)))
      if (problem !== undefined) say(`${round.on} ${view.name}: ${problem.split('\n').slice(0, 3).join(' | ')}`)
      await wholePage(looker, round.glasses, join(into, file))
      shots.push({ view, on: round.on, file, ...(problem !== undefined && { problem }) })
    }
    return shots
  })
}

/** Makes all pictures and the contact sheet; answers how many there are and what could not be shown. */
export async function look(options: LookOptions): Promise<{ index: string; shots: number; problems: string[] }> {
  const { only, into, say } = options
  const wanted = (round: Round, view: View): boolean => only.length === 0 || only.some((word) => `${round.on}/${view.name}`.includes(word))
  const jobs = ROUNDS.flatMap((round) => ACCOUNTS.map((as) => ({
    round, as, views: CATALOGUE.filter((view) => view.as === as && (view.only ?? round.platform) === round.platform && round.takes(view) && wanted(round, view)),
  }))).filter(({ views }) => views.length > 0)
  await rm(into, { recursive: true, force: true })
  for (const { on } of ROUNDS) await mkdir(join(into, on), { recursive: true })
  const browser = await launchBrowser()
  const office = await openOffice()
  const shots: Shot[] = []
  const queue = [...jobs]
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      shots.push(...await lookAs(browser, office, job.round, job.as, job.views, options))
      say(`${job.round.on} · ${job.as}: ${job.views.length}`)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    await browser.close()
    await office.close()
  }
  const order = new Map(CATALOGUE.map(({ name }, place) => [name, place]))
  shots.sort((a, b) => (order.get(a.view.name) ?? 0) - (order.get(b.view.name) ?? 0) || a.on.localeCompare(b.on))
  return { index: await writeSheet(shots, into, options.looks), shots: shots.length, problems: shots.flatMap(({ view, on, problem }) => (problem === undefined ? [] : [`${on} ${view.name}: ${problem}`])) }
}
