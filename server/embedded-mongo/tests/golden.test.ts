import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BSON, type Db, type Document } from 'mongodb';
import { openStore, type TestStore } from './support/store';

const { EJSON } = BSON;

/**
 * One golden case, written from MongoDB's documentation: documents, a command, and the answer
 * (or the documents left behind, or the error code). Numbers are compared by value.
 */
interface Case {
  readonly name: string;
  readonly docs?: Document[];
  readonly indexes?: Document[];
  readonly find?: { filter: Document; sort?: Document; projection?: Document; skip?: number; limit?: number };
  readonly aggregate?: Document[];
  readonly update?: { q: Document; u: Document | Document[]; multi?: boolean; upsert?: boolean };
  readonly distinct?: { key: string; query?: Document };
  readonly expect?: unknown;
  readonly error?: number;
}

const folder = join(__dirname, 'golden');
let store: TestStore;
let db: Db;

beforeAll(async () => {
  store = await openStore();
  db = store.client.db();
});
afterAll(() => store.close());

async function answer(test: Case): Promise<unknown> {
  const name = 'c';
  await db.collection(name).drop();
  if (test.docs?.length) await db.collection(name).insertMany(test.docs.map((item) => ({ ...item })));
  for (const key of test.indexes ?? []) await db.collection(name).createIndex(key as Record<string, 1>);
  if (test.find) {
    const { filter, ...options } = test.find;
    return db.collection(name).find(filter, options).toArray();
  }
  if (test.aggregate) return db.collection(name).aggregate(test.aggregate).toArray();
  if (test.distinct) return db.collection(name).distinct(test.distinct.key, test.distinct.query ?? {});
  const reply = await db.command({ update: name, updates: [test.update] });
  const [failure] = (reply['writeErrors'] ?? []) as { code: number }[];
  if (failure) throw Object.assign(new Error('write error'), failure);
  return db.collection(name).find({}, { sort: { _id: 1 } }).toArray();
}

for (const file of readdirSync(folder)) {
  describe(file, () => {
    const cases = EJSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown as Case[];
    test.each(cases.map((item) => [item.name, item] as const))('%s', async (_, item) => {
      if (item.error !== undefined) await expect(answer(item)).rejects.toMatchObject({ code: item.error });
      else expect(EJSON.stringify(await answer(item), { relaxed: true })).toBe(EJSON.stringify(item.expect, { relaxed: true }));
    });
  });
}
