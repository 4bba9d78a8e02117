import type { Launch } from '../shapes'
import { defineElements } from './elements'
import { given } from './host'
import { createModules } from './modules'
import { createPages, type Pages } from './pages'
import { calls, fault, faults, watchErrors } from './report'
import { createSpace } from './space'
import { createWx } from './wx'

/** What an entry file may call: App in app.js, Page and Component in the file of a page or component. */
type Entry = Record<string, unknown>
interface AppObject { onLaunch?: (options: object) => void; onShow?: (options: object) => void; onHide?: () => void }

watchErrors()
defineElements()
const { wx, network, emit, enter, launchOptions } = createWx(() => pages)

let entry: Entry = {}
/** Only in the file that is just being run: Taro's shared scripts call Component as well. */
const own = (name: string) => (...args: unknown[]): unknown => {
  const called = entry[name]
  if (typeof called !== 'function') throw new Error(`${name}() is called outside the file of its page or component`)
  return (called as (...given: unknown[]) => unknown)(...args)
}
/** WeChat passes over lists that are none; Taro writes an empty object where it has no behaviors. */
function tolerant(definition: unknown): unknown {
  const { behaviors, externalClasses, ...rest } = definition as Record<string, unknown>
  return { ...rest, ...(Array.isArray(behaviors) ? { behaviors } : {}), ...(Array.isArray(externalClasses) ? { externalClasses } : {}) }
}
function runIn(next: unknown, work: () => void): void {
  const before = entry
  entry = next as Entry
  try {
    work()
  } finally {
    entry = before
  }
}

let app: AppObject | undefined
const modules = createModules({
  wx, App: own('App'), Page: own('Page'), Component: (definition: unknown) => own('Component')(tolerant(definition)), Behavior: own('Behavior'), getApp: () => app, getCurrentPages: () => pages.stack.map(({ instance }) => instance),
})
const pages: Pages = createPages(createSpace(), modules, { run: runIn })

runIn({ App: (object: AppObject) => { app = object } }, () => { modules.load('app') })
app?.onLaunch?.call(app, launchOptions())
app?.onShow?.call(app, launchOptions())
const first = given.launch
const search = Object.entries(first.query).map(([key, value]) => `${key}=${value}`).join('&')
pages.open(`/${first.path}${search === '' ? '' : `?${search}`}`)

/** The handle of tests: what a person or the outside world does to a phone. */
const sim = {
  faults, calls, wx, pages,
  app: () => app,
  setNetwork: (type: 'wifi' | 'none') => network.set(type),
  /** The app goes to the background. */
  background(): void {
    pages.toBackground()
    app?.onHide?.call(app)
    emit('AppHide', {})
  },
  /** It comes back, perhaps by a scanned code: another page then takes the place of all. */
  foreground(launch: Launch = {}): void {
    const next = { path: launch.path ?? pages.current()?.route ?? first.path, query: launch.query ?? {}, scene: launch.scene ?? 1001 }
    const options = enter(next)
    app?.onShow?.call(app, options)
    emit('AppShow', options)
    const query = Object.entries(next.query).map(([key, value]) => `${key}=${value}`).join('&')
    if (launch.path !== undefined) pages.reLaunch(`/${next.path}${query === '' ? '' : `?${query}`}`)
    else pages.toForeground()
  },
  pullDown: () => pages.pullDown(),
  fault,
  /** A function that came as text, among the names that the app's own scripts see. */
  made: (source: string): ((...args: unknown[]) => unknown) =>
    (new Function('wx', 'getApp', 'getCurrentPages', `return (${source})`) as (...names: unknown[]) => (...args: unknown[]) => unknown)(wx, () => app, () => pages.stack.map(({ instance }) => instance)),
}
export type Sim = typeof sim
window.sim = sim
