import { calls, fault } from './report'
import { given, host } from './host'
import type { createModules } from './modules'
import { wrongIn } from './setdata'
import type { Space } from './space'

/** WeChat keeps at most so many pages open. */
const MOST_PAGES = 10
/** This near to its end a page has reached the bottom (onReachBottomDistance), px. */
const BOTTOM = 50

/** The methods a page has, as far as the simulator calls them. */
interface Instance {
  [name: string]: unknown
  data: unknown
  setData: (data: unknown, callback?: () => void) => void
}
interface Root { get(): Instance; attach(parent: HTMLElement, placeholder: HTMLElement): void; release(): void }

/** One open page. */
export interface OpenPage { id: number; route: string; query: Record<string, string>; element: HTMLElement; instance: Instance; root: Root; tabBar: Root | null }

const { app } = given.program
const routes = [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => `${root.replace(/\/$/, '')}/${page}`))]
const tabs = new Set((app.tabBar?.list ?? []).map(({ pagePath }) => pagePath))

function callOn(instance: Instance, name: string, ...args: unknown[]): void {
  const method = instance[name]
  if (typeof method === 'function') (method as (...given: unknown[]) => void).apply(instance, args)
}

/** What goes to the view is looked at on its way. */
function watchSetData(route: string, instance: Instance): void {
  const setData = instance.setData.bind(instance)
  instance.setData = (data, callback) => {
    const wrong = wrongIn(data)
    if (wrong !== null) fault('set-data', `${route}: ${wrong}`)
    setData(data, callback)
  }
}

/** The page stack: what navigateTo, redirectTo, navigateBack, switchTab and reLaunch do. */
export function createPages({ space, backend }: Space, modules: ReturnType<typeof createModules>, entries: { run: (entry: unknown, work: () => void) => void }) {
  const stack: OpenPage[] = []
  const tabPages = new Map<string, OpenPage>()
  const ready = new Set<string>()
  const place = document.getElementById('pages') as HTMLElement
  let count = 0
  const current = (): OpenPage | undefined => stack.at(-1)

  /** Registers a page or component with everything it uses. */
  function define(path: string): void {
    if (ready.has(path)) return
    ready.add(path)
    for (const target of Object.values(given.program.configs[path]?.usingComponents ?? {})) define(modules.resolve(path, target))
    if (!modules.has(path)) throw new Error(`no script for ${path}`)
    space.componentEnv(path, (entry) => entries.run(entry, () => { modules.load(path) }))
  }

  const rootOf = (path: string, tag: string): Root => backend.createRoot(tag, space, path) as unknown as Root

  function parse(url: string): { route: string; query: Record<string, string> } {
    const [path = '', search = ''] = url.split('?')
    const query = Object.fromEntries(search.split('&').filter(Boolean).map((pair) => {
      const cut = pair.indexOf('=')
      // WeChat hands parameters over as they stand in the address.
      return cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)]
    })) as Record<string, string>
    return { route: modules.resolve(current()?.route ?? '', path), query }
  }

  function watchScroll(page: OpenPage): void {
    let below = false
    page.element.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = page.element
      callOn(page.instance, 'onPageScroll', { scrollTop })
      const near = scrollHeight - scrollTop - clientHeight <= BOTTOM
      if (near && !below) callOn(page.instance, 'onReachBottom')
      below = near
    })
  }

  function tabBarOf(page: OpenPage): Root | null {
    if (app.tabBar?.custom !== true || !tabs.has(page.route)) return null
    define('custom-tab-bar/index')
    const root = rootOf('custom-tab-bar/index', 'wx-tab-bar')
    const holder = document.createElement('div')
    page.element.append(holder)
    root.attach(page.element, holder)
    const bar = root.get()
    watchSetData('custom-tab-bar/index', bar)
    page.instance['getTabBar'] = () => bar
    return root
  }

  function open(url: string): OpenPage {
    const { route, query } = parse(url)
    if (!routes.includes(route)) throw new Error(`page "${route}" is not found`)
    define(route)
    const element = document.createElement('div')
    element.className = 'wx-page'
    const holder = document.createElement('div')
    element.append(holder)
    place.append(element)
    const root = rootOf(route, 'wx-page-root')
    const instance = root.get()
    const page: OpenPage = { id: ++count, route, query, element, instance, root, tabBar: null }
    Object.assign(instance, { route, is: route, options: query })
    watchSetData(route, instance)
    stack.push(page)
    if (tabs.has(route)) tabPages.set(route, page)
    callOn(instance, 'onLoad', query)
    root.attach(element, holder)
    page.tabBar = tabBarOf(page)
    watchScroll(page)
    show(page)
    setTimeout(() => callOn(instance, 'onReady'))
    return page
  }

  function show(page: OpenPage): void {
    for (const other of place.children) (other as HTMLElement).style.display = other === page.element ? '' : 'none'
    callOn(page.instance, 'onShow')
    void host.simEmit('Sim.pageShown', { route: page.route })
  }

  const hide = (page: OpenPage | undefined): void => { if (page) callOn(page.instance, 'onHide') }

  function close(page: OpenPage | undefined): void {
    if (!page) return
    callOn(page.instance, 'onUnload')
    page.tabBar?.release()
    page.root.release()
    page.element.remove()
    tabPages.delete(page.route)
  }

  /** A failed navigation is often fired and forgotten by apps: it must not go unnoticed. */
  function refuse(api: string, message: string): never {
    fault('exception', `${api}:fail ${message}`)
    throw new Error(message)
  }

  return {
    stack, current,
    open,
    isPage: (url: string): boolean => routes.includes(parse(url).route),
    navigateTo(url: string): void {
      if (tabs.has(parse(url).route)) refuse('navigateTo', 'can not navigateTo a tabbar page')
      if (stack.length >= MOST_PAGES) refuse('navigateTo', `webview count limit exceed: ${MOST_PAGES} pages are open`)
      if (!routes.includes(parse(url).route)) refuse('navigateTo', `page "${url}" is not found`)
      hide(current())
      open(url)
    },
    redirectTo(url: string): void {
      if (tabs.has(parse(url).route)) refuse('redirectTo', 'can not redirectTo a tabbar page')
      if (!routes.includes(parse(url).route)) refuse('redirectTo', `page "${url}" is not found`)
      close(stack.pop())
      open(url)
    },
    navigateBack(delta: number): void {
      if (stack.length < 2) throw new Error('cannot navigate back at first page')
      for (let left = Math.min(delta, stack.length - 1); left > 0; left -= 1) close(stack.pop())
      const page = current()
      if (page) show(page)
    },
    switchTab(url: string): void {
      const { route } = parse(url)
      if (!tabs.has(route)) refuse('switchTab', 'can not switch to no-tabBar page')
      if (current()?.route === route) return
      while (stack.length > 1) close(stack.pop())
      const below = stack.pop()
      if (below && tabs.has(below.route)) hide(below)
      else close(below)
      const kept = tabPages.get(route)
      if (!kept) return void open(`/${route}`)
      stack.push(kept)
      show(kept)
    },
    reLaunch(url: string): void {
      while (stack.length > 0) close(stack.pop())
      for (const page of [...tabPages.values()]) close(page)
      open(url)
    },
    /** Somebody pulls the page down. */
    pullDown(): void {
      const page = current()
      if (!page || given.program.configs[page.route]?.enablePullDownRefresh !== true) throw new Error('this page cannot be pulled down')
      calls.push({ api: 'pullDownRefresh', args: { route: page.route } })
      callOn(page.instance, 'onPullDownRefresh')
    },
    toBackground: () => hide(current()),
    toForeground: () => { const page = current(); if (page) callOn(page.instance, 'onShow') },
  }
}
export type Pages = ReturnType<typeof createPages>
