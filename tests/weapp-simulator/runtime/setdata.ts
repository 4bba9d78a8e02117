import { fault } from './report'

/** The most one setData may carry (WeChat refuses more), bytes. */
const LIMIT = 256 * 1024

/** Where a value is no plain JSON; null when all of it is. `undefined` is dropped by WeChat as by JSON. */
export function notPlain(value: unknown, path = ''): string | null {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return null
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`
  if (typeof value !== 'object') return `${path} is a ${typeof value}`
  if (Array.isArray(value)) return value.map((item, index) => notPlain(item, `${path}[${index}]`)).find((found) => found !== null) ?? null
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return `${path} is a ${(value).constructor.name}`
  return Object.entries(value).map(([key, item]) => notPlain(item, path === '' ? key : `${path}.${key}`)).find((found) => found !== null) ?? null
}

/** Looks at what a page or component sends to its view. */
export function checkSetData(route: string, data: unknown): void {
  const wrong = notPlain(data)
  if (wrong !== null) fault('set-data', `${route}: ${wrong}, which is no plain JSON`)
  const size = new TextEncoder().encode(JSON.stringify(data)).length
  if (size > LIMIT) fault('set-data', `${route}: ${Math.ceil(size / 1024)} KB in one setData, WeChat takes 256`)
}
