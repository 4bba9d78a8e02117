import fc from 'fast-check'
import { notPlain, wrongIn } from './setdata'

it('takes whatever JSON keeps, and undefined', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => notPlain({ value }) === null))
  expect(notPlain({ a: undefined, b: [undefined, null] })).toBeNull()
  expect(notPlain(Object.assign(Object.create(null), { a: 1 }))).toBeNull()
})

class Person { name = '张三' }
it.each<[string, unknown, string]>([
  ['a function', { list: [{ tap: () => 1 }] }, 'list[0].tap is a function'],
  ['a date', { at: new Date(0) }, 'at is a Date'],
  ['a map', { 'root.cn[0]': new Map() }, 'root.cn[0] is a Map'],
  ['bytes', { bytes: new Uint8Array(1) }, 'bytes is a Uint8Array'],
  ['an object of a class', { who: new Person() }, 'who is a Person'],
  ['no number', { ratio: NaN }, 'ratio is NaN'],
  ['an infinite number', { ratio: [Infinity] }, 'ratio[0] is Infinity'],
  ['a big integer', { n: 1n }, 'n is a bigint'],
  ['a symbol', { n: Symbol('s') }, 'n is a symbol'],
])('names the place of %s', (_what, data, words) => {
  expect(notPlain(data)).toBe(words)
  expect(wrongIn(data)).toBe(`${words}, which is no plain JSON`)
})

it('finds what holds itself, not what stands in two places', () => {
  const shared = { text: '同一个' }
  expect(notPlain({ a: shared, b: shared })).toBeNull()
  const circle: Record<string, unknown> = {}
  circle['back'] = { to: circle }
  expect(notPlain(circle)).toBe('back.to holds itself')
})

it('measures bytes, not characters: 256 KB and no more', () => {
  const around = '{"text":""}'.length
  expect(wrongIn({ text: 'x'.repeat(256 * 1024 - around) })).toBeNull()
  expect(wrongIn({ text: 'x'.repeat(256 * 1024 - around + 1) })).toBe('257 KB in one setData, WeChat takes 256')
  // A Chinese character is three bytes.
  expect(wrongIn({ text: '党'.repeat(90_000) })).toMatch(/^264 KB/)
})
