import { fits } from '../../scripts/lib/install.mjs'
import { isNodeNewEnough } from '../../scripts/lib/top.mjs'

describe('fits', () => {
  const lock = { '': {}, 'server': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } }

  it('accepts what the lock file names', () => {
    expect(fits(lock, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } })).toBe(true)
  })

  it('does without a package for another system', () => {
    expect(fits(lock, { 'node_modules/a': { version: '1.0.0' } })).toBe(true)
  })

  it('sees a missing and an outdated package', () => {
    expect(fits(lock, {})).toBe(false)
    expect(fits(lock, { 'node_modules/a': { version: '0.9.0' } })).toBe(false)
    expect(fits(lock, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } })).toBe(false)
  })
})

it.each([['20.19.0', true], ['20.20.2', true], ['22.1.0', true], ['20.18.9', false], ['18.20.0', false]])('Node %s is new enough: %s', (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected)
})
