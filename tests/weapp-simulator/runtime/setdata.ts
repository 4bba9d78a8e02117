/** The most one setData may carry (WeChat refuses more), bytes. */
const LIMIT = 256 * 1024

/** Where a value is no plain JSON; null when all of it is. `undefined` is dropped by WeChat as by JSON. */
export function notPlain(value: unknown, path = '', above: readonly unknown[] = []): string | null {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return null
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`
  if (typeof value !== 'object') return `${path} is a ${typeof value}`
  if (above.includes(value)) return `${path} holds itself`
  const inside = [...above, value]
  const first = (parts: (string | null)[]): string | null => parts.find((found) => found !== null) ?? null
  if (Array.isArray(value)) return first(value.map((item, index) => notPlain(item, `${path}[${index}]`, inside)))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return `${path} is a ${value.constructor.name}`
  return first(Object.entries(value).map(([key, item]) => notPlain(item, path === '' ? key : `${path}.${key}`, inside)))
}

/** What WeChat would refuse in what a page or component sends to its view; null when it takes it. */
export function wrongIn(data: unknown): string | null {
  const wrong = notPlain(data)
  if (wrong !== null) return `${wrong}, which is no plain JSON`
  const size = new TextEncoder().encode(JSON.stringify(data)).length
  return size > LIMIT ? `${Math.ceil(size / 1024)} KB in one setData, WeChat takes ${LIMIT / 1024}` : null
}
