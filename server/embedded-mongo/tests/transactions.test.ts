import * as fc from 'fast-check';
import { BSON, MongoClient, type ClientSession, type Collection, type Document } from 'mongodb';
import { raw as sendRaw } from './support/raw';
import { onlyEmbedded, openStore, type TestStore } from './support/store';

interface Account {
  _id: number;
  n: number;
}

let store: TestStore;
let accounts: Collection<Account>;

beforeAll(async () => {
  store = await openStore({ limits: { transactionMs: 3000, idleMs: 1500 } });
  accounts = store.client.db().collection('accounts');
});
afterAll(() => store.close());
beforeEach(async () => {
  await accounts.deleteMany({});
  await accounts.insertMany([1, 2, 3, 4].map((_id) => ({ _id, n: 0 })));
});

async function withSessions<T>(count: number, work: (sessions: ClientSession[]) => Promise<T>): Promise<T> {
  const sessions = Array.from({ length: count }, () => store.client.startSession());
  try {
    return await work(sessions);
  } finally {
    for (const session of sessions) await session.endSession();
  }
}

test('two transactions on different documents both commit; each reads its snapshot and its own writes', () =>
  withSessions(2, async ([one, two]) => {
    one?.startTransaction();
    two?.startTransaction();
    await accounts.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: one });
    await accounts.updateOne({ _id: 2 }, { $inc: { n: 1 } }, { session: two });
    expect(await accounts.findOne({ _id: 1 }, { session: one })).toEqual({ _id: 1, n: 1 });
    expect(await accounts.findOne({ _id: 1 }, { session: two })).toEqual({ _id: 1, n: 0 });
    await one?.commitTransaction();
    expect(await accounts.findOne({ _id: 1 }, { session: two })).toEqual({ _id: 1, n: 0 });
    expect(await accounts.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 });
    await two?.commitTransaction();
    expect(await accounts.countDocuments({ n: 1 })).toBe(2);
  }));

test('the second writer of a document gets WriteConflict, labelled to be run again', () =>
  withSessions(2, async ([one, two]) => {
    one?.startTransaction();
    two?.startTransaction();
    await accounts.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: one });
    const failure = await accounts.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: two }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 112, codeName: 'WriteConflict', errorLabels: ['TransientTransactionError'] });
    await one?.commitTransaction();
    await expect(accounts.findOne({ _id: 1 }, { session: two })).rejects.toMatchObject({ code: 251 });
  }));

test('a document changed after the snapshot conflicts too', () =>
  withSessions(1, async ([one]) => {
    one?.startTransaction();
    await accounts.findOne({ _id: 2 }, { session: one });
    await accounts.updateOne({ _id: 1 }, { $inc: { n: 5 } });
    await expect(accounts.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: one })).rejects.toMatchObject({ code: 112 });
  }));

test('a unique value claimed by an open transaction conflicts; after its commit it is a duplicate', async () => {
  const items = store.client.db().collection<Document>('items');
  await items.createIndex({ k: 1 }, { unique: true });
  await withSessions(2, async ([one, two]) => {
    one?.startTransaction();
    await items.insertOne({ k: 1 }, { session: one });
    two?.startTransaction();
    await expect(items.insertOne({ k: 1 }, { session: two })).rejects.toMatchObject({ code: 112 });
    await one?.commitTransaction();
  });
  await expect(items.insertOne({ k: 1 })).rejects.toMatchObject({ code: 11000, keyPattern: { k: 1 }, keyValue: { k: 1 }, message: expect.stringContaining('E11000 duplicate key error collection: ') as string });
});

test('a write outside waits for the transaction and then goes on its result', () =>
  withSessions(1, async ([one]) => {
    one?.startTransaction();
    await accounts.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session: one });
    const outside = accounts.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' });
    expect(await accounts.updateOne({ _id: 2 }, { $inc: { n: 1 } })).toMatchObject({ modifiedCount: 1 });
    await one?.commitTransaction();
    expect(await outside).toEqual({ _id: 1, n: 11 });
  }));

test('an aborted transaction leaves nothing', () =>
  withSessions(1, async ([one]) => {
    one?.startTransaction();
    await accounts.insertOne({ _id: 9, n: 9 }, { session: one });
    await accounts.deleteOne({ _id: 1 }, { session: one });
    await one?.abortTransaction();
    expect(await accounts.countDocuments({ _id: { $in: [1, 9] } })).toBe(1);
  }));

const lsid = (): Document => ({ id: new BSON.UUID() });
const retry = (fields: Document): Document => ({ ...fields, $db: store.client.db().databaseName });

const raw = (command: Document): Promise<Document> => sendRaw(store.uri, command);

onlyEmbedded('what only raw messages show', () => {
  test('a retried statement gets the first answer and is not done twice', async () => {
    const command = retry({ update: 'accounts', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }], lsid: lsid(), txnNumber: BSON.Long.fromNumber(1) });
    const first = await raw(command);
    const second = await raw(command);
    expect(second).toEqual(first);
    expect(await accounts.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 });
    await expect(raw({ ...command, txnNumber: BSON.Long.fromNumber(0) })).resolves.toMatchObject({ ok: 0, code: 225 });
  });

  test('a commit may be repeated; other transaction numbers are unknown', async () => {
    const session = { lsid: lsid(), autocommit: false };
    const txnNumber = BSON.Long.fromNumber(4);
    await raw(retry({ insert: 'accounts', documents: [{ _id: 77, n: 0 }], ...session, txnNumber, startTransaction: true }));
    const commit = { commitTransaction: 1, ...session, txnNumber, $db: 'admin' };
    expect(await raw(commit)).toMatchObject({ ok: 1 });
    expect(await raw(commit)).toMatchObject({ ok: 1 });
    expect(await raw({ ...commit, abortTransaction: 1, commitTransaction: undefined })).toMatchObject({ ok: 0 });
    expect(await raw({ ...commit, txnNumber: BSON.Long.fromNumber(5) })).toMatchObject({ ok: 0, code: 251, errorLabels: ['TransientTransactionError'] });
  });

  test('the transaction of a vanished client ends and blocks nobody', async () => {
    await raw(retry({ update: 'accounts', updates: [{ q: { _id: 3 }, u: { $set: { n: 99 } } }], lsid: lsid(), txnNumber: BSON.Long.fromNumber(1), autocommit: false, startTransaction: true }));
    const changed = await accounts.findOneAndUpdate({ _id: 3 }, { $inc: { n: 1 } }, { returnDocument: 'after' });
    expect(changed).toEqual({ _id: 3, n: 1 });
  });

  test('an idle transaction on a living connection ends as well', () =>
    withSessions(1, async ([one]) => {
      one?.startTransaction();
      await accounts.updateOne({ _id: 4 }, { $set: { n: 99 } }, { session: one });
      expect(await accounts.findOneAndUpdate({ _id: 4 }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({ _id: 4, n: 1 });
      await expect(one?.commitTransaction()).rejects.toMatchObject({ code: 251 });
    }));
});

test('random transfers between accounts keep their sum, and no increment is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })), { minLength: 5, maxLength: 20 }), async (transfers) => {
      await accounts.updateMany({}, { $set: { n: 100 } });
      const client = new MongoClient(store.uri);
      const applied = new Map([1, 2, 3, 4].map((id) => [id, 100]));
      await Promise.all(
        transfers.map(([from, to, amount]) =>
          client.withSession(async (session) => {
            await session.withTransaction(async () => {
              // Read, compute, write: a lost update would show in the sum.
              const all = client.db().collection<Account>('accounts');
              const a = await all.findOne({ _id: from }, { session });
              const b = await all.findOne({ _id: to }, { session });
              await all.updateOne({ _id: from }, { $set: { n: (a?.n ?? 0) - amount } }, { session });
              if (from !== to) await all.updateOne({ _id: to }, { $set: { n: (b?.n ?? 0) + amount } }, { session });
            });
            applied.set(from, (applied.get(from) ?? 0) - amount);
            if (from !== to) applied.set(to, (applied.get(to) ?? 0) + amount);
          }),
        ),
      );
      const found = await accounts.find({}, { sort: { _id: 1 } }).toArray();
      expect(new Map(found.map((item) => [item._id, item.n]))).toEqual(applied);
      await client.close();
    }),
    { numRuns: 6 },
  );
});
