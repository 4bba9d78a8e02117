import fc from 'fast-check'
import { fieldValue } from './fields'
import { acceptsValue } from './stand-in/messages'

/** The builder against the stand-in's rules, which are written apart from it. */
it.each(['thing1', 'phrase2', 'character_string3', 'number4'])('%s: whatever is put in, WeChat takes it', (key) => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 }), fc.stringMatching(/^[\u4e00-\u9fff，。 \n]{0,60}$/), fc.constantFrom('', ' ', '\n', '\ud800', '😀'.repeat(30), '-', '-1e5', '9'.repeat(60)))
  fc.assert(fc.property(text, (given) => {
    expect(acceptsValue(key, fieldValue(key, given))).toBe(true)
  }), { numRuns: 500 })
})

it('a time is taken as the service writes it, and nothing else', () => {
  expect(acceptsValue('time2', fieldValue('time2', '2026年11月20日 09:00'))).toBe(true)
  expect(['2026-11-20T01:00:00Z', '11月20日', '25:00', ''].map((value) => acceptsValue('time2', value))).toEqual([false, false, false, false])
})
