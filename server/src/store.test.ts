import { knowsTransactions } from './store'

describe('knowsTransactions', () => {
  it.each([
    [{ setName: 'rs0', ismaster: true }, true],
    [{ msg: 'isdbgrid' }, true],
    [{ ismaster: true, maxWireVersion: 21 }, false],
  ])('of %j: %s', (hello, known) => expect(knowsTransactions(hello)).toBe(known))
})
