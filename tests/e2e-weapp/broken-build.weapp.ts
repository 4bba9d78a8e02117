import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { checkDist } from '../../scripts/lib/dist.mjs'
import { at } from '../../scripts/lib/top.mjs'
import { launchBrowser } from '../support/browser'
import { Simulator } from '../weapp-simulator/host/simulator'
import type { Fault, Launch } from '../weapp-simulator/shapes'

/** The build is broken in every way we could think of; each must be told, by the checks of the build or by its first launch. */
const DIST = at('miniapp', 'dist', 'weapp')
let folder = ''
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pioneer-broken-'))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

let count = 0
/** A copy of the build, broken by the caller. */
async function broken(work: (edit: (path: string, change: (text: string) => string) => Promise<void>, copy: string) => Promise<void>): Promise<string> {
  const copy = join(folder, String(++count))
  await cp(DIST, copy, { recursive: true })
  await work(async (path, change) => {
    const text = await readFile(join(copy, path), 'utf8')
    const changed = change(text)
    // A test that breaks nothing would prove nothing.
    if (changed === text) throw new Error(`${path}: nothing to break`)
    await writeFile(join(copy, path), changed)
  }, copy)
  return copy
}
async function found(weapp: string): Promise<string> {
  const { rows } = await checkDist({ weapp, h5: at('miniapp', 'dist', 'h5') })
  return rows.filter(({ ok }) => !ok).map(({ what, value }) => `${what}: ${value}`).join('\n')
}
/** A scanned link, as WeChat hands it over; of what form a ticket is the phone knows, not whether it is a true one. */
const SCANNED: Launch = { path: 'pages/sign/index', query: { q: encodeURIComponent(`http://127.0.0.1/s/${'A'.repeat(46)}`) } }
/** Launches without a network; what goes wrong by itself. */
async function faultsOf(dist: string, launch: Launch = {}): Promise<Fault[]> {
  const simulator = await Simulator.start({ dist, browser, api: 'http://127.0.0.1:9', loginCode: async () => 'none', launch, network: 'none' })
  try {
    await simulator.page.waitForTimeout(500)
    return await simulator.faults()
  } finally {
    await simulator.close()
  }
}

it('finds nothing in the build as it is', async () => {
  expect(await found(DIST)).toBe('')
  expect(await faultsOf(DIST, SCANNED)).toEqual([])
})

const breaks: [string, RegExp, Parameters<typeof broken>[0]][] = [
  ['wxml that does not close', /base\.wxml:\d+: unmatched parenthesis/, (edit) => edit('base.wxml', (text) => text.replace('is="{{xs.a(0', 'is="{{xs.a((0'))],
  ['wxss that does not close', /app-origin\.wxss.*does not close/, (edit) => edit('app-origin.wxss', (text) => text.replace('}', ''))],
  ['a script that is none', /app\.js.*Unexpected/, (edit) => edit('app.js', (text) => `${text}\nvar a = ;`)],
  ['a wxs script that is none', /utils\.wxs.*Unexpected/, (edit) => edit('utils.wxs', (text) => `${text}\nvar a = ;`)],
  ['json that is none', /pages\/me\/index\.json/, (edit) => edit('pages/me/index.json', (text) => text.slice(1))],
  ['a component that is not there', /component comp: comp\.wxml is missing/, (_edit, copy) => rm(join(copy, 'comp.wxml'))],
  ['a page that is not there', /page packages\/activity\/detail\/index: packages\/activity\/detail\/index\.js is missing/, (_edit, copy) => rm(join(copy, 'packages/activity/detail/index.js'))],
  ['a template that is imported and not there', /import of base2\.wxml: no such file/, (edit) => edit('pages/home/index.wxml', (text) => text.replace('base.wxml', 'base2.wxml'))],
  ['a sheet that is imported and not there', /@import of common2\.wxss: no such file/, (edit) => edit('app.wxss', (text) => text.replace('common.wxss', 'common2.wxss'))],
  ['a script that is required and not there', /require of \.\/taro2: no such file/, (edit) => edit('app.js', (text) => text.replace('require("./taro")', 'require("./taro2")'))],
  ['an event handler under another name', /event handler ehh/, (edit) => edit('base.wxml', (text) => text.replace('bindtap="eh"', 'bindtap="ehh"'))],
  ['a package that is too large', /weapp main package: \d+ KB/, (edit) => edit('vendors.js', (text) => `${text}\n/*${'x'.repeat(300 * 1024)}*/`)],
  ['a private call nobody declared', /getLocation is guarded by WeChat and not declared/, (edit) => edit('app.js', (text) => `${text}\nfunction where(){wx.getLocation({})}`)],
  ['a tab that is no page', /tab pages\/gone\/index is no page/, (edit) => edit('app.json', (text) => text.replace('"pagePath":"pages/me/index"', '"pagePath":"pages/gone/index"'))],
  ['the schema library on the phone', /carries TypeBox: app\.js/, (edit) => edit('app.js', (text) => `${text}\nvar kind="TypeBox.Kind"`)],
]
it.each(breaks)('finds %s', async (_what, words, work) => {
  expect(await found(await broken(work))).toMatch(words)
})

it('finds a wrong field of a call as soon as it is made', async () => {
  const copy = await broken((edit) => edit('common.js', (text) => text.replace('getRandomValues({length:', 'getRandomValues({len:')))
  expect(await faultsOf(copy, SCANNED)).toContainEqual(expect.objectContaining({ kind: 'misuse', message: expect.stringContaining('getRandomValues:fail invalid length') as string }))
})

it('finds a call the platform does not have', async () => {
  const copy = await broken((edit) => edit('app.js', (text) => `${text}\nwx.getEverything()`))
  await expect(faultsOf(copy)).rejects.toThrow(/getEverything is not a function/)
})

it('finds a promise nobody waits for', async () => {
  const copy = await broken((edit) => edit('app.js', (text) => `${text}\nPromise.reject(new Error('lost'))`))
  expect(await faultsOf(copy)).toContainEqual(expect.objectContaining({ kind: 'rejection', message: expect.stringContaining('lost') as string }))
})
