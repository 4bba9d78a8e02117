import { withDatabase } from './database'

describe('withDatabase', () => {
  it.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/a'],
    ['mongodb://127.0.0.1:27017/old', 'mongodb://127.0.0.1:27017/a'],
    ['mongodb://127.0.0.1:27017/?replicaSet=rs0', 'mongodb://127.0.0.1:27017/a?replicaSet=rs0'],
    ['mongodb://%2Ftmp%2Fstore.sock/?directConnection=true', 'mongodb://%2Ftmp%2Fstore.sock/a?directConnection=true'],
    ['mongodb+srv://user:secret@host.example/x?w=1', 'mongodb+srv://user:secret@host.example/a?w=1'],
  ])('names the database in %s', (uri, expected) => {
    expect(withDatabase(uri, 'a')).toBe(expected)
  })

  it('refuses what is no connection string', () => {
    expect(() => withDatabase('postgres://x', 'a')).toThrow('not a MongoDB connection string')
  })
})
