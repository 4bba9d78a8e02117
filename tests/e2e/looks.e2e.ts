import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { CATALOGUE } from '../look/catalogue'
import { findingsOf, shiftsOf, watchShifts } from '../look/findings'
import { openOffice, type Office } from '../look/office'
import { HAND, openBrowserPhone, type Looker } from '../look/phones'
import { ACCOUNTS, type Account } from '../look/shapes'

/** Every page of the catalogue as it stands when all is well, measured: nothing cut, nothing too small, too pale or without a name. */
let office: Office
let browser: Browser

/** Latin words people meet on purpose. */
const KNOWN = ['xlsx', 'Excel']
const WIDTHS = [390, 360]
/** Data is this long on its way while shifts are measured, so that skeletons are seen. */
const SLOWLY = 500
const MOST_SHIFT = 0.1
const TALLEST = 6_000

beforeAll(async () => {
  ;[browser, office] = await Promise.all([launchBrowser(), openOffice()])
})
afterAll(async () => {
  await browser?.close()
  await office?.close()
})

const READY = CATALOGUE.filter(({ state, only }) => state === 'ready' && only !== 'weapp')
const viewsOf = (as: Account) => READY.filter((view) => view.as === as)

/** Measures the page at every width, with normal and large text. */
async function measured({ page }: Looker, name: string): Promise<string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    for (const large of [false, true]) {
      await page.setViewportSize({ width, height: HAND.height })
      await page.evaluate((on) => document.querySelectorAll('.app').forEach((app) => app.classList.toggle('lt', on)), large)
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width, height: Math.min(TALLEST, Math.max(height, HAND.height)) })
      found.push(...(await page.evaluate(findingsOf, KNOWN)).map((sentence) => `${name} ${width}${large ? ' large' : ''}: ${sentence}`))
    }
  }
  await page.setViewportSize({ width: HAND.width, height: HAND.height })
  return found
}

it.each(ACCOUNTS.filter((as) => viewsOf(as).length > 0))('is readable and can be tapped on every page: %s', async (as) => {
  const looker = await openBrowserPhone(browser, office, as)
  const found: string[] = []
  for (const view of viewsOf(as)) {
    await looker.show(view)
    found.push(...await measured(looker, view.name))
  }
  await looker.close()
  expect(found).toEqual([])
})

it('does not jump while a page of every day loads', async () => {
  const jumps: string[] = []
  for (const as of ['member', 'secretary'] as const) {
    const looker = await openBrowserPhone(browser, office, as)
    await looker.page.addInitScript(watchShifts)
    looker.dawdle(SLOWLY)
    for (const view of viewsOf(as).filter(({ daily, taps }) => daily === true && taps === undefined)) {
      await looker.show(view)
      const { total, what } = await looker.page.evaluate(shiftsOf)
      if (total >= MOST_SHIFT) jumps.push(`${view.name}: ${total.toFixed(3)}\n  ${what.join('\n  ')}`)
    }
    await looker.close()
  }
  expect(jumps).toEqual([])
})
