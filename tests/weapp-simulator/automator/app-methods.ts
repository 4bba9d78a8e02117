import type { Page } from 'playwright-core'
import { listOf, textOf, type Method } from './params'

/** App.* and Tool.*: what concerns the whole mini-program. */
export function appMethods(page: Page, emit: (method: string, params: unknown) => void): Record<string, Method> {
  return {
    'Tool.getInfo': () => ({ SDKVersion: '3.7.0' }),
    'Tool.close': () => ({}),
    'App.exit': () => ({}),
    'App.enableLog': () => ({}),
    'App.getPageStack': async () => ({ pageStack: await page.evaluate(() => window.sim.pages.stack.map(({ id, route, query }) => ({ pageId: id, path: route, query }))) }),
    'App.getCurrentPage': () => page.evaluate(() => {
      const open = window.sim.pages.current()
      return open ? { pageId: open.id, path: open.route, query: open.query } : null
    }),
    'App.callWxMethod': async (params) => ({
      result: await page.evaluate(async ({ method, args }) => {
        const call = window.sim.wx[method]
        if (typeof call !== 'function') throw new Error(`wx.${method} is not a function`)
        return (call as (...given: unknown[]) => unknown)(...args)
      }, { method: textOf(params, 'method'), args: listOf(params, 'args') }),
    }),
    'App.mockWxMethod': async (params) => {
      await page.evaluate(mock, { method: textOf(params, 'method'), result: params['result'], source: params['functionDeclaration'], args: listOf(params, 'args') })
      return {}
    },
    'App.callFunction': async (params) => ({
      // The client sends a function as text, to be run beside the app.
      result: await page.evaluate(async ({ source, args }) => window.sim.made(source)(...args), { source: textOf(params, 'functionDeclaration'), args: listOf(params, 'args') }),
    }),
    'App.addBinding': async (params) => {
      const name = textOf(params, 'name')
      await page.exposeFunction(name, (...args: unknown[]) => emit('App.bindingCalled', { name, args }))
      return {}
    },
    'App.captureScreenshot': async () => ({ data: (await page.screenshot()).toString('base64') }),
  }
}

/** Puts an answer, or a function, in the place of a call of the platform; without either the call is itself again. Runs in the page. */
function mock({ method, result, source, args }: { method: string; result: unknown; source: unknown; args: unknown[] }): void {
  const holder = window as unknown as { simOriginals?: Record<string, unknown> }
  const originals = (holder.simOriginals ??= {})
  if (result === undefined && source === undefined) {
    if (method in originals) window.sim.wx[method] = originals[method]
    return
  }
  originals[method] ??= window.sim.wx[method]
  const work = typeof source === 'string' ? window.sim.made(source) : null
  type Callbacks = Record<'success' | 'fail' | 'complete', ((answer: unknown) => void) | undefined>
  window.sim.wx[method] = (given: unknown, ...rest: unknown[]): unknown => {
    const { success, fail, complete, ...plain } = (typeof given === 'object' && given !== null ? given : {}) as Callbacks
    window.sim.calls.push({ api: method, args: plain })
    const answer = work ? work.apply({ origin: originals[method] }, [given, ...rest, ...args]) : result
    if (method.endsWith('Sync')) return answer
    return Promise.resolve(answer).then((value) => {
      const failed = typeof value === 'object' && value !== null && /:fail/.test(String((value as { errMsg?: unknown }).errMsg ?? ''))
      if (failed) fail?.(value)
      else success?.(value)
      complete?.(value)
      if (failed && !fail && !complete) throw Object.assign(new Error(String((value as { errMsg?: unknown }).errMsg)), value)
      return value
    })
  }
}
