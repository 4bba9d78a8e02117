/** Names of organizations as people write them into workbooks, matched to those of the tree. Pure. */

const squeeze = (name: string): string => name.normalize('NFKC').replace(/\s+/gu, '')
/** 中共…机关第一党支部委员会, 第一党支部 and 第一支部 are one name when nothing else fits better. */
const loose = (name: string): string => squeeze(name).replace(/^中共|委员会$|党(?=支部|小组|总支)/gu, '')

export interface Named { name: string }
export type Resolved<T> = { found: T; exact: boolean } | { found: null; nearest: T | null }

function pairs(text: string): Set<string> {
  const out = new Set<string>()
  for (let at = 0; at + 1 < text.length; at += 1) out.add(text.slice(at, at + 2))
  return out
}

/** Dice's coefficient of neighbouring characters, 0–1: good enough to point at a typing slip. */
export function likeness(a: string, b: string): number {
  const left = pairs(loose(a))
  const right = pairs(loose(b))
  if (left.size === 0 || right.size === 0) return loose(a) === loose(b) ? 1 : 0
  let shared = 0
  for (const pair of left) if (right.has(pair)) shared += 1
  return 2 * shared / (left.size + right.size)
}

/** The one meant by `written`: the same name, else the only one that differs in 中共/党/委员会; otherwise the nearest as a suggestion. */
export function resolveName<T extends Named>(written: string, all: readonly T[]): Resolved<T> {
  const exact = all.filter((item) => squeeze(item.name) === squeeze(written))
  if (exact.length === 1 && exact[0]) return { found: exact[0], exact: true }
  const near = all.filter((item) => loose(item.name) === loose(written))
  if (exact.length === 0 && near.length === 1 && near[0]) return { found: near[0], exact: false }
  let nearest: T | null = null
  let best = 0.3
  for (const item of all) {
    const like = likeness(item.name, written)
    if (like > best) { best = like; nearest = item }
  }
  return { found: null, nearest }
}

/** `resolveName` that remembers its answers: a workbook says the same few names thousands of times. */
export function resolverOf<T extends Named>(all: readonly T[]): (written: string) => Resolved<T> {
  const answers = new Map<string, Resolved<T>>()
  return (written) => {
    const answer = answers.get(written) ?? resolveName(written, all)
    answers.set(written, answer)
    return answer
  }
}
