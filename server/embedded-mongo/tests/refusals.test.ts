import { BSON, Decimal128, Long, MongoClient, ObjectId, type Db } from 'mongodb';
import { onlyEmbedded, openStore, type TestStore } from './support/store';

/** What the store does not do it refuses, by MongoDB's codes and naming what was asked. */
onlyEmbedded('refusals', () => {
  let store: TestStore;
  let db: Db;

  beforeAll(async () => {
    store = await openStore();
    db = store.client.db();
    await db.collection('c').insertOne({ a: 1 });
  });
  afterAll(() => store.close());

  const commands: [string, BSON.Document, number, RegExp][] = [
    ['unknown command', { frobnicate: 1 }, 59, /frobnicate/],
    ['known but refused command', { mapReduce: 'c' }, 59, /mapReduce/],
    ['unknown option', { find: 'c', hint: { a: 1 } }, 40415, /find\.hint/],
    ['tailable cursor', { find: 'c', tailable: true }, 40415, /tailable/],
    ['collation', { find: 'c', collation: { locale: 'zh' } }, 238, /collation/],
    ['$where', { find: 'c', filter: { $where: 'true' } }, 238, /\$where/],
    ['$expr', { find: 'c', filter: { $expr: { $eq: ['$a', 1] } } }, 238, /\$expr/],
    ['unknown operator', { find: 'c', filter: { a: { $foo: 1 } } }, 2, /\$foo/],
    ['possessive pattern', { find: 'c', filter: { a: { $regex: 'a++' } } }, 238, /a\+\+/],
    ['range of documents', { find: 'c', filter: { a: { $gt: { b: 1 } } } }, 238, /\$gt/],
    ['pipeline update', { update: 'c', updates: [{ q: {}, u: [{ $set: { a: 1 } }] }] }, 238, /pipeline/],
    ['array filters', { update: 'c', updates: [{ q: {}, u: { $set: { 'a.$[x]': 1 } }, arrayFilters: [{ x: 1 }] }] }, 40415, /arrayFilters/],
    ['positional operator', { update: 'c', updates: [{ q: {}, u: { $set: { 'a.$': 1 } } }] }, 238, /positional/],
    ['$rename', { update: 'c', updates: [{ q: {}, u: { $rename: { a: 'b' } } }] }, 238, /\$rename/],
    ['$out', { aggregate: 'c', pipeline: [{ $out: 'd' }], cursor: {} }, 40324, /\$out/],
    ['$lookup with a pipeline', { aggregate: 'c', pipeline: [{ $lookup: { from: 'c', let: {}, pipeline: [], as: 'x' } }], cursor: {} }, 238, /\$lookup/],
    ['capped collection', { create: 'd', capped: true, size: 1 }, 40415, /capped/],
    ['text index', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'x' }] }, 238, /text/],
    ['sparse index', { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', sparse: true }] }, 238, /sparse/],
    ['write concern of two', { insert: 'c', documents: [{ a: 1 }], writeConcern: { w: 2 } }, 100, /w: 2/],
    ['explain', { explain: { find: 'c' } }, 59, /explain/],
    ['client bulk write', { bulkWrite: 1, ops: [] }, 59, /bulkWrite/],
  ];
  test.each(commands)('%s', async (_, command, code, message) => {
    const outcome = db.command(command).then((reply) => {
      const [failure] = (reply['writeErrors'] ?? []) as { code: number; errmsg: string }[];
      if (failure) throw Object.assign(new Error(failure.errmsg), { code: failure.code });
    });
    await expect(outcome).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  test.each([
    ['decimal', Decimal128.fromString('1.5'), /decimal/],
    ['unsafe int64', Long.fromString('9007199254740993'), /2\^53/],
    ['code', new BSON.Code('x'), /javascript/],
  ])('a document with %s is not stored', async (_, value, message) => {
    await expect(db.collection('c').insertOne({ value })).rejects.toMatchObject({ code: 2, message: expect.stringMatching(message) as string });
  });

  test('a key longer than lmdb allows', async () => {
    await db.collection('k').createIndex({ a: 1 });
    await expect(db.collection('k').insertOne({ a: 'x'.repeat(3000) })).rejects.toMatchObject({ code: 17280 });
    expect(await db.collection('k').countDocuments({})).toBe(0);
  });

  test('parallel arrays in one index', async () => {
    await db.collection('p').createIndex({ a: 1, b: 1 });
    await expect(db.collection('p').insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
  });

  test('schema changes in a transaction', async () => {
    const session = store.client.startSession();
    session.startTransaction();
    await expect(db.command({ drop: 'c' }, { session })).rejects.toMatchObject({ code: 263 });
    await session.endSession();
  });

  test('an unknown cursor', async () => {
    await expect(db.command({ getMore: Long.fromNumber(4711), collection: 'c' })).rejects.toMatchObject({ code: 43 });
  });

  test('a client that wants an older protocol version still gets the same answers', async () => {
    const other = await new MongoClient(store.uri, { retryWrites: false }).connect();
    const _id = new ObjectId();
    await other.db().collection('c').insertOne({ _id });
    expect(await db.collection('c').findOne({ _id })).toEqual({ _id });
    await other.close();
  });
});
