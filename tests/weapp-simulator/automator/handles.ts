import type { ElementHandle, Page } from 'playwright-core'
import { BUILT_INS } from '../host/styles'

const TAG = new RegExp(`(^|[\\s>+~,(])(${[...BUILT_INS].sort((a, b) => b.length - a.length).join('|')})(?=$|[\\s>+~,.:#\\[)])`, 'g')

/** A selector in the words of wxml, for the custom elements of the page. */
export const inPage = (selector: string): string => selector.replace(TAG, '$1wx-$2')

export interface Named { elementId: string; tagName: string }
type Handle = ElementHandle<HTMLElement>

/** Elements a client has asked for, by the id it got. */
export class Handles {
  private readonly known = new Map<string, Handle>()
  private count = 0

  constructor(private readonly page: Page) {}

  of(id: unknown): Handle {
    const handle = this.known.get(String(id))
    if (!handle) throw new Error('no such element')
    return handle
  }

  /** The element of an open page. */
  async pageElement(pageId: unknown): Promise<Handle> {
    const handle = await this.page.evaluateHandle((id) => window.sim.pages.stack.find((page) => page.id === id)?.element ?? null, Number(pageId))
    const element = handle.asElement()
    if (!element) throw new Error(`page ${String(pageId)} is not open`)
    return element
  }

  async name(handle: Handle): Promise<Named> {
    const elementId = `e${++this.count}`
    this.known.set(elementId, handle)
    return { elementId, tagName: (await handle.evaluate((element) => element.tagName.toLowerCase())).replace(/^wx-/, '') }
  }

  async find(root: Handle, selector: string): Promise<Named> {
    const found = await root.$(inPage(selector))
    // The client reads this as "there is none".
    if (!found) throw new Error(`no such element: ${selector}`)
    return this.name(found as Handle)
  }

  async findAll(root: Handle, selector: string): Promise<{ elements: Named[] }> {
    const found = await root.$$(inPage(selector))
    return { elements: await Promise.all(found.map((handle) => this.name(handle as Handle))) }
  }
}
