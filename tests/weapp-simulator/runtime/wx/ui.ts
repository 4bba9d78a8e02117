import type { Pages } from '../pages'
import { api, Misuse, Refusal, textOf } from './answer'

/** Pages, toasts, dialogs and queries of places. Dialogs are confirmed unless a test answers for the member. */
export function uiApis(pages: () => Pages) {
  const box = document.getElementById('toast') as HTMLElement
  const url = (options: Record<string, unknown>): string => textOf(options, 'url')
  const shown = (text: string): void => {
    box.textContent = text
    box.hidden = text === ''
  }
  return {
    navigateTo: api('navigateTo', (options) => { pages().navigateTo(url(options)); return {} }),
    redirectTo: api('redirectTo', (options) => { pages().redirectTo(url(options)); return {} }),
    navigateBack: api('navigateBack', ({ delta }) => { pages().navigateBack(typeof delta === 'number' ? delta : 1); return {} }),
    switchTab: api('switchTab', (options) => { pages().switchTab(url(options)); return {} }),
    reLaunch: api('reLaunch', (options) => { pages().reLaunch(url(options)); return {} }),
    showToast: api('showToast', (options) => {
      const title = textOf(options, 'title')
      if (title === '') throw new Misuse('parameter.title should be String')
      shown(title)
      setTimeout(() => { if (box.textContent === title) shown('') }, typeof options['duration'] === 'number' ? options['duration'] : 1500)
      return {}
    }),
    hideToast: api('hideToast', () => { shown(''); return {} }),
    showLoading: api('showLoading', (options) => { shown(textOf(options, 'title')); return {} }),
    hideLoading: api('hideLoading', () => { shown(''); return {} }),
    showModal: api('showModal', () => ({ confirm: true, cancel: false, content: '' })),
    showActionSheet: api('showActionSheet', () => { throw new Refusal('cancel') }),
    setNavigationBarTitle: api('setNavigationBarTitle', () => ({})),
    setNavigationBarColor: api('setNavigationBarColor', () => ({})),
    startPullDownRefresh: api('startPullDownRefresh', () => { pages().pullDown(); return {} }),
    stopPullDownRefresh: api('stopPullDownRefresh', () => ({})),
    pageScrollTo: api('pageScrollTo', ({ scrollTop, selector }) => {
      const page = pages().current()?.element
      const target = typeof selector === 'string' ? page?.querySelector(selector) : null
      page?.scrollTo({ top: target ? target.getBoundingClientRect().top + page.scrollTop : Number(scrollTop ?? 0) })
      return {}
    }),
    hideKeyboard: api('hideKeyboard', () => ({})),
    createSelectorQuery: () => createQuery(pages),
  }
}

type Taken = (result: unknown) => void

/** wx.createSelectorQuery: places and scroll offsets of elements on the page on top. */
function createQuery(pages: () => Pages) {
  const asked: { selector: string | null; all: boolean; done: Taken | undefined }[] = []
  const placeOf = (element: Element): object => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    return { id: element.id, dataset: {}, left, top, right, bottom, width, height, scrollTop: element.scrollTop, scrollLeft: element.scrollLeft, scrollHeight: element.scrollHeight, scrollWidth: element.scrollWidth }
  }
  const answer = ({ selector, all }: (typeof asked)[number]): unknown => {
    const page = pages().current()?.element
    if (!page) return null
    if (selector === null) return placeOf(page)
    const found = [...page.querySelectorAll(selector)].map(placeOf)
    return all ? found : found[0] ?? null
  }
  const query = {
    in: () => query,
    select: (selector: string) => node(selector, false),
    selectAll: (selector: string) => node(selector, true),
    selectViewport: () => node(null, false),
    exec(done?: (results: unknown[]) => void): void {
      setTimeout(() => {
        const results = asked.map((item) => {
          const result = answer(item)
          item.done?.(result)
          return result
        })
        done?.(results)
      })
    },
  }
  const ask = (selector: string | null, all: boolean, done: Taken | undefined) => {
    asked.push({ selector, all, done })
    return query
  }
  const node = (selector: string | null, all: boolean) => ({
    boundingClientRect: (done?: Taken) => ask(selector, all, done),
    scrollOffset: (done?: Taken) => ask(selector, all, done),
    fields: (_fields: object, done?: Taken) => ask(selector, all, done),
    node: (done?: Taken) => ask(selector, all, done),
  })
  return query
}
