import { resolveFrom } from './files'

/** Elements of the mini-program, which stand in the page as custom elements `wx-…`. */
export const BUILT_INS = ['view', 'text', 'image', 'input', 'textarea', 'picker', 'scroll-view', 'camera', 'button', 'block', 'cover-view', 'label', 'form', 'swiper', 'swiper-item', 'navigator', 'rich-text', 'icon', 'progress', 'switch', 'slider', 'checkbox', 'radio', 'canvas', 'video', 'map', 'web-view', 'root-portal'] as const

const IMPORT = /@import\s+(?:url\()?["']([^"']+)["']\)?\s*;?/g

/**
 * Puts imported sheets in the place of their `@import`.
 * @throws Error when a sheet does not exist or imports itself
 */
export function inlineImports(path: string, sheets: ReadonlyMap<string, string>, above: readonly string[] = []): string {
  const sheet = sheets.get(path)
  if (sheet === undefined) throw new Error(`@import of ${path}: no such file`)
  if (above.includes(path)) throw new Error(`@import of ${path} by itself`)
  return sheet.replace(IMPORT, (_, target: string) => inlineImports(resolveFrom(path, target), sheets, [...above, path]))
}

const TAG = new RegExp(`(^|[\\s,}>+~(])(${[...BUILT_INS].sort((a, b) => b.length - a.length).join('|')})(?=[\\s,{.:#\\[>+~)]|$)`, 'g')

/** Selector of a rule in the page's terms: `page` is the page's element, built-ins are custom elements. */
const selector = (text: string): string => text.replace(/(^|[\s,>+~])page(?=[\s,{.:#[]|$)/g, '$1.wx-page').replace(TAG, '$1wx-$2')

/** wxss as css: rpx are 1/750 of the width, tag selectors name the custom elements. */
export function toCss(wxss: string): string {
  const sized = wxss.replace(/(-?\d*\.?\d+)rpx/g, (_, value: string) => `calc(${value} * 100vw / 750)`)
  return sized.replace(/([^{}]+)\{/g, (whole, head: string) => (head.trim().startsWith('@') ? whole : `${selector(head)}{`))
}

/** Braces, brackets, strings and comments that do not close; null when all do. The line counts from 1. */
export function unclosed(css: string): { line: number; message: string } | null {
  const open: { sign: string; line: number }[] = []
  const pairs: Record<string, string> = { '}': '{', ')': '(', ']': '[' }
  let line = 1
  for (let index = 0; index < css.length; index += 1) {
    const sign = css[index] ?? ''
    if (sign === '\n') line += 1
    else if (css.startsWith('/*', index)) {
      const end = css.indexOf('*/', index + 2)
      if (end < 0) return { line, message: 'comment does not end' }
      line += css.slice(index, end).split('\n').length - 1
      index = end + 1
    } else if (sign === '"' || sign === "'") {
      const end = endOfString(css, index)
      if (end === null) return { line, message: 'string does not end' }
      index = end
    } else if (css.startsWith('url(', index) && !/["']/.test(css[index + 4] ?? '')) {
      const end = css.indexOf(')', index)
      if (end < 0) return { line, message: 'url does not end' }
      index = end
    } else if ('{(['.includes(sign)) open.push({ sign, line })
    else if (sign in pairs && open.pop()?.sign !== pairs[sign]) return { line, message: `${sign} closes nothing` }
  }
  const last = open.at(-1)
  return last ? { line: last.line, message: `${last.sign} does not close` } : null
}

function endOfString(css: string, from: number): number | null {
  for (let index = from + 1; index < css.length; index += 1) {
    if (css[index] === '\\') index += 1
    else if (css[index] === css[from]) return index
    else if (css[index] === '\n') return null
  }
  return null
}
