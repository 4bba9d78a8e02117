import type { Document } from 'mongodb';
import { onlyEmbedded, openStore } from './support/store';

onlyEmbedded('expiry', () => {
  test('documents past their time go, others stay; dropped collections start empty', async () => {
    const store = await openStore({ sweepMs: 50 });
    const items = store.client.db().collection<Document>('items');
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    const hours = (n: number): Date => new Date(Date.now() - n * 3_600_000);
    await items.insertMany([{ _id: 1, at: hours(2) }, { _id: 2, at: hours(0) }, { _id: 3 }, { _id: 4, at: 'never' }, { _id: 5, at: [hours(5), hours(0)] }] as Document[]);
    while ((await items.countDocuments({})) > 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await items.find().sort({ _id: 1 }).toArray()).map((item) => item['_id'] as unknown)).toEqual([2, 3, 4]);
    await items.drop();
    await items.insertOne({ _id: 2 } as Document);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await items.find().toArray()).toEqual([{ _id: 2 }]);
    await store.close();
  });
});
