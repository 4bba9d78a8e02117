import type { Page } from 'playwright-core'

/** Sides of the page on top, its tab bar included, where words are cut or something stands out of the screen. Runs in the browser. */
function cuts(): string[] {
  const page = window.sim.pages.current()?.element
  if (!page) return ['no page is open']
  const found = new Set<string>()
  const shown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden'
  }
  const nameOf = (element: Element): string => `${element.className.toString()} “${(element.textContent ?? '').trim().slice(0, 20)}”`
  const within = (element: Element, test: (style: CSSStyleDeclaration) => boolean): boolean => {
    for (let up = element.parentElement; up && up !== page; up = up.parentElement) if (test(getComputedStyle(up))) return true
    return false
  }
  const sideways = (style: CSSStyleDeclaration): boolean => /auto|scroll/.test(style.overflowX)
  for (const element of page.querySelectorAll<HTMLElement>('*')) {
    if (!shown(element) || element.closest('[aria-hidden="true"]')) continue
    const box = element.getBoundingClientRect()
    if ((box.right > innerWidth + 1 || box.left < -1) && !within(element, sideways)) found.add(`out of the screen (${Math.round(box.left)} to ${Math.round(box.right)}): ${nameOf(element)}`)
    const style = getComputedStyle(element)
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
    // Words that do not fit into their own box, whether they are hidden, shortened or spill over what stands beside them.
    if (words && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) found.add(`too wide for its box by ${element.scrollWidth - element.clientWidth}: ${nameOf(element)}`)
    if (style.overflowY === 'hidden' && (element.textContent ?? '').trim() !== '' && element.scrollHeight > element.clientHeight + 3) found.add(`too high for its box by ${element.scrollHeight - element.clientHeight}: ${nameOf(element)}`)
  }
  return [...found]
}

/** What is cut off on the page that is shown, at these widths of the screen; each as a sentence with the width before it. */
export async function cutOff(page: Page, widths: readonly number[]): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 390, height: 844 }
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: size.height })
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))
    found.push(...(await page.evaluate(cuts)).map((what) => `${width}: ${what}`))
  }
  await page.setViewportSize(size)
  return found
}
