import type { Document } from 'mongodb';
import { openStore, type TestStore } from './support/store';

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test('an index that cannot be unique is not made, and the next one is complete', async () => {
  const items = store.client.db().collection<Document>('items');
  await items.insertMany([{ k: 1, o: 1 }, { k: 1, o: 2 }]);
  await expect(items.createIndex({ k: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
  expect(await items.indexes()).toHaveLength(1);
  await items.createIndex({ o: 1 });
  expect(await items.countDocuments({ o: { $gte: 1 } })).toBe(2);
});

test('the same index again is no change; other options or another name conflict', async () => {
  const items = store.client.db().collection<Document>('same');
  await items.createIndex({ a: 1 });
  await items.createIndex({ a: 1 });
  await expect(items.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: expect.any(Number) as number });
  await expect(items.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
  await expect(items.dropIndex('nope')).rejects.toMatchObject({ code: 27 });
  await expect(items.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
});

test('insertMany stops at the first error when ordered, and goes on when not', async () => {
  const items = store.client.db().collection<{ _id: number }>('ordered');
  await expect(items.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }])).rejects.toMatchObject({ code: 11000 });
  expect(await items.countDocuments({})).toBe(1);
  await expect(items.insertMany([{ _id: 1 }, { _id: 3 }], { ordered: false })).rejects.toMatchObject({ code: 11000 });
  expect(await items.countDocuments({})).toBe(2);
});

test('a cursor keeps its own view while others write', async () => {
  const items = store.client.db().collection<{ _id: number }>('many');
  await items.insertMany(Array.from({ length: 500 }, (_, _id) => ({ _id })));
  const cursor = items.find({}, { batchSize: 50, sort: { _id: 1 } });
  const seen: number[] = [];
  for await (const item of cursor) {
    if (seen.length === 60) await items.deleteMany({ _id: { $gte: 250 } });
    seen.push(item._id);
  }
  expect(seen.slice(0, 250)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  expect(await items.countDocuments({})).toBe(250);
});

test('indexes survive in use: unique over several fields, dropped databases start anew', async () => {
  const db = store.client.db();
  const items = db.collection<Document>('pairs');
  await items.createIndex({ a: 1, b: -1 }, { unique: true });
  await items.insertMany([{ a: 1, b: 1 }, { a: 1, b: 2 }]);
  await expect(items.updateOne({ b: 2 }, { $set: { b: 1 } })).rejects.toMatchObject({ code: 11000, keyPattern: { a: 1, b: -1 }, keyValue: { a: 1, b: 1 } });
  await db.dropDatabase();
  expect(await db.listCollections().toArray()).toEqual([]);
  await items.insertMany([{ a: 1, b: 1 }, { a: 1, b: 1 }]);
});
