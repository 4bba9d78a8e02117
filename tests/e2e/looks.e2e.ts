import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { CATALOGUE } from '../look/catalogue'
import { findingsOf, shiftsOf, watchShifts } from '../look/findings'
import { openOffice, type Office } from '../look/office'
import { DESK, HAND, openBrowserPhone, withLooker, type Glasses, type Looker } from '../look/phones'
import { ACCOUNTS, type Account, type View } from '../look/shapes'

/** Every page of the catalogue as it stands when all is well, measured: nothing cut, nothing too small, too pale or without a name. */
let office: Office
let browser: Browser

/** Latin words people meet on purpose: kinds of files, and the address of the room's screen. */
const KNOWN = ['xlsx', 'Excel', 'http', 'https', 'screen']
/** Data is this long on its way while shifts are measured, so that skeletons are seen. */
const SLOWLY = 400
const MOST_SHIFT = 0.1
/** Accounts whose pages are looked at together. */
const AT_ONCE = 3

/** Nobody sees these: a quarter of the pixels is enough. */
const MEASURED: Glasses = { ...HAND, scale: 1 }
const NARROW: Glasses = { ...HAND, width: 360 }
const ON_PHONES: readonly Glasses[] = [HAND, { ...HAND, large: true }, NARROW, { ...NARROW, large: true }]

const READY = CATALOGUE.filter(({ state, only }) => state === 'ready' && only !== 'weapp')
const viewsOf = (as: Account): View[] => READY.filter((view) => view.as === as)
const LOOKED_AT = ACCOUNTS.filter((as) => viewsOf(as).length > 0)

/** Measures the page that is open as these glasses show it. */
async function measured({ page }: Looker, name: string, { width, height, large }: Glasses): Promise<string[]> {
  await page.setViewportSize({ width, height })
  await page.evaluate((on) => document.querySelectorAll('.app').forEach((app) => app.classList.toggle('lt', on)), large)
  return (await page.evaluate(findingsOf, KNOWN)).map((sentence) => `${name} ${width}${large ? ' large' : ''}: ${sentence}`)
}

async function measuredAll(as: Account): Promise<string[]> {
  const found: string[] = []
  await withLooker(openBrowserPhone(browser, office, as, MEASURED), async (phone) => {
    for (const view of viewsOf(as).filter(({ wide }) => wide !== 'only')) {
      await phone.show(view)
      for (const glasses of ON_PHONES) found.push(...await measured(phone, view.name, glasses))
      await phone.page.setViewportSize({ width: HAND.width, height: HAND.height })
    }
  })
  const wide = viewsOf(as).filter((view) => view.wide !== undefined)
  if (wide.length === 0) return found
  await withLooker(openBrowserPhone(browser, office, as, DESK), async (desk) => {
    for (const view of wide) {
      await desk.show(view)
      found.push(...await measured(desk, view.name, DESK))
    }
  })
  return found
}

const jumpsOf = (as: Account): Promise<string[]> => withLooker(openBrowserPhone(browser, office, as, MEASURED), async (looker) => {
  const jumps: string[] = []
  await looker.page.addInitScript(watchShifts)
  looker.dawdle(SLOWLY)
  for (const view of viewsOf(as).filter(({ daily, taps }) => daily === true && taps === undefined)) {
    await looker.show(view)
    const { total, what } = await looker.page.evaluate(shiftsOf)
    if (total >= MOST_SHIFT) jumps.push(`${view.name}: ${total.toFixed(3)}\n  ${what.join('\n  ')}`)
  }
  return jumps
})

/** What is found, by account. */
const results = new Map<Account, Promise<string[]>>()

beforeAll(async () => {
  ;[browser, office] = await Promise.all([launchBrowser(), openOffice()])
  // The accounts with the most pages first: the others fill the gaps.
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve<unknown>(undefined))
  for (const [place, as] of [...LOOKED_AT].sort((a, b) => viewsOf(b).length - viewsOf(a).length).entries()) {
    const work = (lanes[place % AT_ONCE] ?? Promise.resolve()).then(() => measuredAll(as))
    results.set(as, work)
    // A failure is told by the test of its account; those after it are looked at all the same.
    lanes[place % AT_ONCE] = work.catch(() => undefined)
  }
})
afterAll(async () => {
  await browser?.close()
  await office?.close()
})

it.each(LOOKED_AT)('is readable and can be tapped on every page: %s', async (as) => {
  expect(await results.get(as)).toEqual([])
})

it('does not jump while a page of every day loads', async () => {
  expect((await Promise.all([jumpsOf('member'), jumpsOf('secretary')])).flat()).toEqual([])
})

it('finds what it looks for', async () => {
  const page = await browser.newPage({ viewport: { width: HAND.width, height: HAND.height } })
  const found = async (inner: string): Promise<string[]> => {
    await page.setContent(`<body style="margin:0;font:16px/24px sans-serif"><div class="app" style="width:100%;color:#222;background:#fff">${inner}</div>`)
    return page.evaluate(findingsOf, KNOWN)
  }
  const button = (style: string, words = '好'): string => `<div role="button" style="display:inline-block;width:48px;height:48px;${style}">${words}</div>`
  expect(await found(`${button('')}<input aria-label="名称" style="height:46px;width:200px">`)).toEqual([])
  const faults: [string, RegExp][] = [
    ['<div style="width:500px">宽</div>', /beyond the edge/],
    ['<div style="width:40px;overflow:hidden;white-space:nowrap">这一行字太长了</div>', /cut at the side/],
    ['<div style="height:20px;overflow:hidden">第一行<br>第二行<br>第三行</div>', /cut below/],
    ['<div style="color:#999">淡</div>', /contrast 2\.8/],
    ['<div style="background:#222"><span style="opacity:.4;color:#fff">淡</span></div>', /contrast/],
    ['<div style="font-size:11px">小</div>', /text of 11px/],
    [button('width:30px'), /tap target 30×48/],
    [button('', ''), /has no name/],
    ['<input style="height:46px;width:200px">', /has no name/],
    ['<i>.</i>'.repeat(1_001), /nodes/],
    ['Unauthorized', /the word Unauthorized/],
    ['共 NaN 分', /words of a machine/],
    ['请您签到', /words that are not ours/],
  ]
  for (const [inner, finding] of faults) expect((await found(inner)).join('\n')).toMatch(finding)
  expect(await found('<div data-testid="room-pairing-code">WFT2 FXYB</div>')).toEqual([])
  expect(await found('<div>WFT2 FXYB</div>')).toEqual(['the word WFT', 'the word FXYB'])
  // An ellipsis, what scrolls, and what only screen readers hear are meant so.
  expect(await found('<div style="width:40px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">这一行字太长了</div>')).toEqual([])
  expect(await found('<div style="overflow-x:auto"><div style="width:600px">宽</div></div>')).toEqual([])
  await page.close()
})
