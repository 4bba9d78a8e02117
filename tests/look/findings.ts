/**
 * What is wrong with the page as it is drawn now: runs in the browser, so it stands alone and uses nothing from outside.
 * Answers sentences; nothing wrong is an empty list. `wordsKnown` are the Latin words a reader is expected to meet.
 */
export function findingsOf(wordsKnown: readonly string[]): string[] {
  const TAP = 43.5
  const CLEAR = 4.5
  const CLEAR_LARGE = 3
  const LARGE = 24
  const MOST_NODES = 1000
  const found = new Set<string>()
  const root = [...document.querySelectorAll<HTMLElement>('.app, .wide')].filter((app) => app.getBoundingClientRect().width > 0).at(-1)
  if (!root) return ['there is no page']
  const width = window.innerWidth
  const nameOf = (element: Element): string => `${element.className.toString().split(' ').slice(0, 3).join('.')} “${(element.textContent ?? '').trim().slice(0, 16)}”`
  const say = (what: string, element: Element): void => { found.add(`${what}: ${nameOf(element)}`) }
  const shown = (element: Element): boolean => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden'
  }
  /** Said to screen readers only, or pure ornament. */
  const aside = (element: Element): boolean => element.closest('svg, .sr, [aria-hidden="true"]') !== null
  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth

  // Wider than the screen.
  if (document.documentElement.scrollWidth > width + 1) found.add(`the page is ${document.documentElement.scrollWidth} px wide`)
  const within = (element: Element): boolean => { for (let up = element.parentElement; up; up = up.parentElement) if (scrolls(up)) return true; return false }
  for (const element of root.querySelectorAll('*')) {
    if (aside(element) || !shown(element)) continue
    const box = element.getBoundingClientRect()
    if ((box.right > width + 1 || box.left < -1) && !within(element)) say(`beyond the edge (${Math.round(box.left)}–${Math.round(box.right)})`, element)
  }

  // Text that is cut, and text that is hard to read.
  interface Colour { r: number; g: number; b: number; a: number }
  const colourOf = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return { r, g, b, a }
  }
  const over = (top: Colour, below: Colour, alpha: number): Colour => ({ r: top.r * alpha + below.r * (1 - alpha), g: top.g * alpha + below.g * (1 - alpha), b: top.b * alpha + below.b * (1 - alpha), a: 1 })
  const light = ({ r, g, b }: Colour): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  /** null where a picture or a gradient lies behind. */
  const groundOf = (element: Element): { ground: Colour; opacity: number } | null => {
    const layers: Colour[] = []
    let opacity = 1
    for (let up: Element | null = element; up; up = up.parentElement) {
      const style = getComputedStyle(up)
      opacity *= Number(style.opacity)
      if (layers.at(-1)?.a === 1) continue
      if (style.backgroundImage !== 'none') return null
      const colour = colourOf(style.backgroundColor)
      if (colour.a > 0) layers.push(colour)
    }
    return { ground: layers.reverse().reduce((below, top) => over(top, below, top.a), { r: 255, g: 255, b: 255, a: 1 }), opacity }
  }
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement
    if (!element || !(node.textContent ?? '').trim() || aside(element) || !shown(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    // A font's box is higher than its characters.
    const half = parseFloat(getComputedStyle(element).fontSize) / 2
    const middle = (box.top + box.bottom) / 2
    const lines = box.height > half * 4
    const [top, bottom] = lines ? [box.top + half / 2, box.bottom - half / 2] : [middle - half, middle + half]
    for (let up: Element | null = element; up && up !== root; up = up.parentElement) {
      const style = getComputedStyle(up)
      if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') break
      const bounds = up.getBoundingClientRect()
      if (style.overflowX === 'hidden' && (box.right > bounds.right + 1.5 || box.left < bounds.left - 1.5)) say('cut at the side', element)
      if (style.overflowY === 'hidden' && (bottom > bounds.bottom + 2 || top < bounds.top - 2)) say('cut below', element)
      if (style.overflowX !== 'visible') break
    }
    const behind = groundOf(element)
    if (!behind || element.closest('[aria-disabled="true"], .is-disabled')) continue
    const style = getComputedStyle(element)
    const ink = colourOf(style.color)
    const [high = 0, low = 0] = [light(over(ink, behind.ground, ink.a * behind.opacity)), light(behind.ground)].sort((a, b) => b - a)
    const ratio = (high + 0.05) / (low + 0.05)
    if (ratio < (parseFloat(style.fontSize) >= LARGE ? CLEAR_LARGE : CLEAR)) say(`contrast ${ratio.toFixed(1)}`, element)
    if (parseFloat(style.fontSize) < 13) say(`text of ${style.fontSize}`, element)
  }

  // What can be tapped.
  /** Whether a finger that lands so far beside the middle still meets the element; it is brought to the middle of the screen first. */
  const holds = (element: Element, dx: number, dy: number): boolean => {
    element.scrollIntoView({ block: 'center' })
    const box = element.getBoundingClientRect()
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    return [-1, 1].every((side) => {
      const hit = document.elementFromPoint(x + side * dx, y + side * dy)
      return hit !== null && element.contains(hit)
    })
  }
  for (const element of root.querySelectorAll('[role="button"], [role="link"], [role="tab"], [role="switch"], [role="radio"], [role="checkbox"], button, a, input, textarea')) {
    if (!shown(element) || element.closest('[aria-hidden="true"]')) continue
    const box = element.getBoundingClientRect()
    const wideEnough = box.width >= TAP || holds(element, TAP / 2 - 0.5, 0)
    const highEnough = box.height >= TAP || holds(element, 0, TAP / 2 - 0.5)
    if (!wideEnough || !highEnough) say(`tap target ${Math.round(box.width)}×${Math.round(box.height)}`, element)
    const field = element.matches('input, textarea')
    const name = element.getAttribute('aria-label') ?? element.closest('[aria-label]')?.getAttribute('aria-label') ?? (field ? element.getAttribute('placeholder') : element.textContent)
    if (!name?.trim()) say('can be tapped and has no name', element)
  }

  // Weight and words.
  const nodes = root.querySelectorAll('*').length
  if (nodes >= MOST_NODES) found.add(`${nodes} nodes`)
  // A code is drawn by chance and may spell anything; an invitation's or a screen's stands in an element that says so.
  const codes = [...root.querySelectorAll<HTMLElement>('[data-testid$="-code"]')].map((element) => element.innerText)
  const text = codes.reduce((rest, code) => rest.replace(code, ''), root.innerText)
  const words = [text, ...[...root.querySelectorAll('[aria-label]')].map((element) => element.getAttribute('aria-label') ?? '')].join('\n')
  for (const word of words.match(/[A-Za-z][A-Za-z_]{2,}/g) ?? []) if (!wordsKnown.includes(word) && !/^[A-H]+$/.test(word)) found.add(`the word ${word}`)
  if (/\[object|\bnull\b|\bNaN\b|undefined|Infinity|\d{4}-\d\d-\d\dT/.test(words)) found.add('words of a machine')
  if (/请您|！|亲，/.test(words)) found.add('words that are not ours')
  return [...found]
}

/** Begins to add up layout shifts; runs before the page's own scripts. */
export function watchShifts(): void {
  const seen = window as unknown as { shifts?: { value: number; what: string }[] }
  seen.shifts = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node | null }[] })[]) {
      if (!entry.hadRecentInput) seen.shifts?.push({ value: entry.value, what: (entry.sources ?? []).map(({ node }) => (node instanceof Element ? node.className.toString() : '')).join(' ') })
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** What has shifted since the page was opened. */
export function shiftsOf(): { total: number; what: string[] } {
  const shifts = (window as unknown as { shifts?: { value: number; what: string }[] }).shifts ?? []
  return { total: shifts.reduce((sum, { value }) => sum + value, 0), what: shifts.map(({ value, what }) => `${value.toFixed(3)} ${what}`) }
}
