import type { Page } from 'playwright-core'
import type { Handles } from './handles'
import { listOf, textOf, textsOf, type Method, type Params } from './params'

/** Page.*: what concerns one open page. */
export function pageMethods(page: Page, handles: Handles): Record<string, Method> {
  const root = (params: Params) => handles.pageElement(params['pageId'])
  return {
    'Page.getElement': async (params) => handles.find(await root(params), textOf(params, 'selector')),
    'Page.getElements': async (params) => handles.findAll(await root(params), textOf(params, 'selector')),
    'Page.getElementByXpath': async (params) => handles.find(await root(params), `xpath=${textOf(params, 'selector')}`),
    'Page.getElementsByXpath': async (params) => handles.findAll(await root(params), `xpath=${textOf(params, 'selector')}`),
    'Page.getData': async (params) => ({
      data: await page.evaluate(({ id, path }) => {
        const data: unknown = window.sim.pages.stack.find((open) => open.id === id)?.instance.data
        const steps = path.split(/[.[\]]+/).filter(Boolean)
        return JSON.parse(JSON.stringify(steps.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data) ?? null)) as unknown
      }, { id: Number(params['pageId']), path: typeof params['path'] === 'string' ? params['path'] : '' }),
    }),
    'Page.setData': async (params) => {
      await page.evaluate(({ id, data }) => window.sim.pages.stack.find((open) => open.id === id)?.instance.setData(data), { id: Number(params['pageId']), data: params['data'] })
      return {}
    },
    'Page.callMethod': async (params) => ({
      result: await page.evaluate(({ id, method, args }) => {
        const instance = window.sim.pages.stack.find((open) => open.id === id)?.instance
        const work = instance?.[method]
        if (typeof work !== 'function') throw new Error(`the page has no method ${method}`)
        return (work as (...given: unknown[]) => unknown).apply(instance, args)
      }, { id: Number(params['pageId']), method: textOf(params, 'method'), args: listOf(params, 'args') }),
    }),
    'Page.getWindowProperties': async (params) => ({
      properties: await page.evaluate((names) => names.map((name) => name.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], window)), textsOf(params, 'names')),
    }),
  }
}

const WAIT = 3_000

/** Element.*: what a finger and an eye do. */
export function elementMethods(handles: Handles): Record<string, Method> {
  const at = (params: Params) => handles.of(params['elementId'])
  const touch = (type: string): Method => async (params) => {
    await at(params).evaluate((element, [name, detail]) => element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })), [type, params['detail'] ?? {}] as const)
    return {}
  }
  return {
    'Element.getElement': (params) => handles.find(at(params), textOf(params, 'selector')),
    'Element.getElements': (params) => handles.findAll(at(params), textOf(params, 'selector')),
    'Element.getOffset': async (params) => {
      const box = await at(params).boundingBox()
      return { left: box?.x ?? 0, top: box?.y ?? 0 }
    },
    'Element.getDOMProperties': async (params) => ({ properties: await at(params).evaluate((element, names) => names.map((name) => (element as unknown as Record<string, unknown>)[name]), textsOf(params, 'names')) }),
    'Element.getProperties': async (params) => ({ properties: await at(params).evaluate(propertiesOf, textsOf(params, 'names')) }),
    'Element.getAttributes': async (params) => ({ attributes: await at(params).evaluate((element, names) => names.map((name) => element.getAttribute(name)), textsOf(params, 'names')) }),
    'Element.getStyles': async (params) => ({ styles: await at(params).evaluate((element, names) => names.map((name) => getComputedStyle(element).getPropertyValue(name)), textsOf(params, 'names')) }),
    'Element.getWXML': async (params) => ({ wxml: (await at(params).evaluate((element, outer) => (outer ? element.outerHTML : element.innerHTML), params['type'] === 'outer')).replace(/(<\/?)wx-/g, '$1') }),
    'Element.tap': async (params) => {
      await at(params).scrollIntoViewIfNeeded({ timeout: WAIT })
      await at(params).tap({ timeout: WAIT })
      return {}
    },
    'Element.triggerEvent': async (params) => {
      await at(params).evaluate((element, { type, detail }) => {
        const node = (element as unknown as { __wxElement?: { triggerEvent: (name: string, detail: unknown, options: object) => void } }).__wxElement
        if (!node) throw new Error('this element takes no events')
        node.triggerEvent(type, detail, { bubbles: false })
      }, { type: textOf(params, 'type'), detail: params['detail'] ?? {} })
      return {}
    },
    'Element.touchstart': touch('touchstart'),
    'Element.touchmove': touch('touchmove'),
    'Element.touchend': touch('touchend'),
    'Element.callFunction': async (params) => {
      const name = textOf(params, 'functionName')
      const [first] = listOf(params, 'args')
      if (name === 'input.input' || name === 'textarea.input') await at(params).evaluate((element, text) => (element as unknown as { type: (value: string) => void }).type(text), String(first))
      else if (name === 'scroll-view.scrollTo') await at(params).evaluate((element, [x, y]) => element.scrollTo(Number(x), Number(y)), listOf(params, 'args'))
      else throw new Error(`${name} is not supported`)
      return {}
    },
  }
}

/** Properties as wxml set them; `value` of a field is what stands in it. Runs in the page. */
function propertiesOf(element: HTMLElement, names: string[]): unknown[] {
  const { given, field } = element as unknown as { given?: Record<string, unknown>; field?: { value: string } }
  return names.map((name) => {
    // The client asks first which properties there are.
    if (name === '__propPublic') return Object.fromEntries([...Object.keys(given ?? {}), 'value'].map((key) => [key, true]))
    if (name === 'value' && field) return field.value
    return given?.[name]
  })
}
