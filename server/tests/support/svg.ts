/**
 * Checks a picture of a lesson against what WeChat renders the same everywhere: one plain SVG in px, presentation
 * attributes only, the colours of the design, text large enough to read at 340 px width and inside the picture.
 */

const ATTRIBUTES: Record<string, string[]> = {
  svg: ['xmlns', 'width', 'height', 'viewBox'],
  rect: ['x', 'y', 'width', 'height', 'rx', 'fill', 'stroke', 'stroke-width'],
  line: ['x1', 'y1', 'x2', 'y2', 'stroke', 'stroke-width'],
  circle: ['cx', 'cy', 'r', 'fill', 'stroke', 'stroke-width'],
  path: ['d', 'fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin'],
  text: ['x', 'y', 'font-family', 'font-size', 'font-weight', 'fill', 'text-anchor'],
}
const COLOURS = new Set(['none', '#F6F2EA', '#FFFDF9', '#221D18', '#4B443B', '#6A6155', '#C7000B', '#B4862A', '#E4DCCD', '#FFFFFF'])
const READABLE = 15
const MARGIN = 8
/** Red marks the one thing that matters most (design: sparingly). */
const MOST_RED = 3

interface Tag { name: string, attributes: Map<string, string>, closing: boolean, empty: boolean }

/** Width and height of the picture in px, undefined unless width, height and viewBox say the same. */
export function svgSize(svg: string): { width: number, height: number } | undefined {
  const found = /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="(\d+)" height="(\d+)" viewBox="0 0 (\d+) (\d+)">/.exec(svg)
  if (!found || found[1] !== found[3] || found[2] !== found[4]) return undefined
  return { width: Number(found[1]), height: Number(found[2]) }
}

function tagOf(source: string): Tag | undefined {
  const found = /^<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="[^"<>&]*")*)(\/?)>$/.exec(source)
  if (!found) return undefined
  const pairs = [...(found[3] ?? '').matchAll(/ ([a-zA-Z0-9-]+)="([^"]*)"/g)].map((pair): [string, string] => [pair[1] ?? '', pair[2] ?? ''])
  return { name: found[2] ?? '', attributes: new Map(pairs), closing: found[1] === '/', empty: found[4] === '/' }
}

/** Chinese characters are as wide as they are high; digits and letters no wider than 0.6 of it. */
const widthOf = (words: string, size: number): number => [...words].reduce((sum, letter) => sum + (/[\u2e80-\u9fff\uff00-\uffef“”]/.test(letter) ? size : size * 0.6), 0)

function attributeFaults(tag: Tag): string[] {
  const allowed = ATTRIBUTES[tag.name]
  if (!allowed) return [`element ${tag.name}`]
  return [...tag.attributes].flatMap(([name, value]) => {
    if (!allowed.includes(name)) return [`attribute ${name} of ${tag.name}`]
    if ((name === 'fill' || name === 'stroke') && !COLOURS.has(value)) return [`colour ${value}`]
    return value.includes('%') ? [`percent in ${name}`] : []
  })
}

function textFaults(tag: Tag, words: string, size: { width: number, height: number }): string[] {
  const number = (name: string): number => Number(tag.attributes.get(name))
  const fontSize = number('font-size')
  const width = widthOf(words, fontSize)
  const anchor = tag.attributes.get('text-anchor') ?? 'start'
  const left = number('x') - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0)
  const top = number('y') - fontSize
  const faults = []
  if (tag.attributes.get('font-family') !== 'sans-serif') faults.push(`font of “${words}”`)
  if (!(fontSize * 340 / size.width >= READABLE)) faults.push(`size of “${words}”`)
  if (!(left >= MARGIN && left + width <= size.width - MARGIN && top >= 0 && number('y') <= size.height - MARGIN)) faults.push(`“${words}” does not fit`)
  return faults
}

/** What is wrong with the picture, in words; empty when it is well formed and keeps the rules. */
export function svgFaults(svg: string): string[] {
  const size = svgSize(svg)
  if (!size) return ['frame']
  const faults: string[] = []
  const open: Tag[] = []
  let red = 0
  for (const [piece] of svg.trim().matchAll(/<[^>]*>|[^<]+/g)) {
    const inside = open.at(-1)
    if (!piece.startsWith('<')) {
      if (/&(?!amp;|lt;|gt;|quot;)/.test(piece) || (piece.trim() !== '' && inside?.name !== 'text')) faults.push(`stray “${piece.trim()}”`)
      else if (inside?.name === 'text') faults.push(...textFaults(inside, piece, size))
      continue
    }
    const tag = tagOf(piece)
    if (!tag) faults.push(`tag ${piece}`)
    else if (tag.closing) {
      if (open.pop()?.name !== tag.name) faults.push(`closing ${tag.name}`)
    } else {
      faults.push(...attributeFaults(tag))
      if (tag.attributes.get('fill') === '#C7000B') red += 1
      if (!tag.empty) open.push(tag)
    }
  }
  if (open.length > 0) faults.push(`open ${open.map((tag) => tag.name).join(' ')}`)
  if (red > MOST_RED) faults.push('too much red')
  return faults
}
