/** Bodies that are nearly right: one field of a valid one is spoilt. */
export interface Mutation {
  label: string
  /** JSON, as text: some of it no object of ours could be. */
  text: string
  /** It must be refused as invalid: a type that is not the field's, or a field nobody knows. */
  invalid: boolean
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly (string | number)[]

const LONG = '长'.repeat(600)
/** A text that JSON writes as it is and as an object's key means something else to JavaScript. */
const RAW = ' raw '

const STRINGS = ['', ' ', 'x', LONG, '😀\u0000\u202e\n\t', '\ud800', '__proto__', '{"$gt":""}', '-1']
/** Days and hours no calendar has, and instants far away. */
const NO_DAYS = ['2026-02-30T10:00:00Z', '2026-02-29T10:00:00.000Z', '2026-02-30T25:61:00Z', '2026-13-01T00:00:00.000Z', '2026-11-20T24:00:00Z', '2026-11-20T01:00:00+08:00', '+02026-11-20T01:00:00Z']
const FAR_DAYS = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z']
const OTHERS: Json[] = [null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[[null]]], { $gt: '' }, { __len: 1e9 }]
const INSTANT = /^\d{4}-\d{2}-\d{2}T/
const ID = /^[0-9a-f]{24}$/

const kindOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
const isRecord = (value: Json): value is { [key: string]: Json } => kindOf(value) === 'object'
const sameKind = (a: Json, b: Json): boolean => kindOf(a) === kindOf(b) && !(typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) !== Number.isInteger(b))

/** Every place in a document, the document itself first. */
function placesIn(value: Json, at: Path = []): { path: Path; value: Json }[] {
  const below = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : isRecord(value) ? Object.entries(value) : []
  return [{ path: at, value }, ...below.flatMap(([key, item]) => placesIn(item, [...at, key]))]
}

/** The document with one place replaced, or left out. */
function replaced(document: Json, [key, ...rest]: Path, next: Json | undefined): Json {
  if (key === undefined) return next ?? null
  if (Array.isArray(document)) return document.flatMap((item, index) => (index === key ? (rest.length === 0 && next === undefined ? [] : [replaced(item, rest, next)]) : [item]))
  if (!isRecord(document)) return document
  const entries = Object.entries(document).flatMap(([name, item]): [string, Json][] => {
    if (name !== key) return [[name, item]]
    return rest.length === 0 && next === undefined ? [] : [[name, replaced(item, rest, next)]]
  })
  return Object.fromEntries(entries)
}

/** What may stand at a place instead. `ids` are those of other things that exist. */
function instead(value: Json, ids: readonly string[]): Json[] {
  if (typeof value === 'string') return [...STRINGS, ...OTHERS, ...(INSTANT.test(value) ? [...FAR_DAYS, ...NO_DAYS] : []), ...(ID.test(value) ? [...ids, value.toUpperCase(), `${value}0`] : []), `${value}x`, `${value}\u0000`]
  if (typeof value === 'number') return [...OTHERS, 'x', '', String(value), -1e308, 2 ** 31, 2 ** 53]
  if (Array.isArray(value)) return [...OTHERS, 'x', [...value, ...value], Array.from({ length: 1_000 }, () => value[0] ?? null), [null], [{}]]
  return [...OTHERS, 'x', [value]]
}

const PROTOTYPE = ['{"__proto__":{"admin":true},', '{"constructor":{"prototype":{"admin":true}},', '{"不认识":1,', '{"$where":"1",']

/** Every mutation of a valid body. */
export function mutationsOf(body: object, ids: readonly string[]): Mutation[] {
  const document = JSON.parse(JSON.stringify(body)) as Json
  const out: Mutation[] = []
  for (const { path, value } of placesIn(document)) {
    const name = path.join('.') || 'body'
    const add = (what: string, next: Json | undefined, invalid: boolean): void => {
      out.push({ label: `${name} ${what}`, text: JSON.stringify(replaced(document, path, next)), invalid })
    }
    if (path.length > 0) add('missing', undefined, false)
    for (const next of instead(value, ids)) add(`= ${JSON.stringify(next).slice(0, 40)}`, next, !sameKind(value, next) || NO_DAYS.includes(next as string))
    if (!isRecord(value)) continue
    for (const start of PROTOTYPE) {
      const spoilt = `${start}${JSON.stringify(value).slice(1)}`.replace(/,\}$/, '}')
      out.push({ label: `${name} + ${start}`, text: JSON.stringify(replaced(document, path, RAW)).replace(JSON.stringify(RAW), () => spoilt), invalid: true })
    }
  }
  if (isRecord(document) && 'startAt' in document && 'endAt' in document) {
    out.push({ label: 'swapped times', text: JSON.stringify({ ...document, startAt: document['endAt'], endAt: document['startAt'] }), invalid: true })
  }
  return out
}

/** Bodies that are no document of ours at all. */
export const NO_DOCUMENTS: readonly string[] = [
  '', ' ', '{', '}', '[]', '[1,2,3]', 'null', '0', 'true', '"text"', '{"a"', '{"a":1,}', "{'a':1}", 'undefined', 'NaN', '\u0000', '<xml/>', '{"a":1}{"b":2}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, '['.repeat(50_000), `{"__proto__":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`,
  `{"${'k'.repeat(5_000)}":1}`, `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":1`).join()}}`, '{"a":1e999}', `[${'9'.repeat(3_000)}]`,
]
