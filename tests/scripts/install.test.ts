import { fits } from '../../scripts/lib/install.mjs'

describe('fits', () => {
  const lock = { '': {}, 'server': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } }

  it('accepts what the lock file names', () => {
    expect(fits(lock, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } })).toBe(true)
  })
})
