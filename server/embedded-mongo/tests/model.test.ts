import * as fc from 'fast-check';
import { BSON, type Collection, type Document, type Filter } from 'mongodb';
import { decode } from '../src/bson/decode';
import { compileFilter } from '../src/query/match';
import { sortKeyer } from '../src/planner/execute';
import { openStore, type TestStore } from './support/store';

let store: TestStore;
let round = 0;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const small = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('p', 'q'), fc.constant(null));
const field = fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: fc.array(small, { maxLength: 3 }) });
const document: fc.Arbitrary<Document> = fc.record({ a: field, b: field, c: fc.record({ d: field }, { requiredKeys: [] }) }, { requiredKeys: [] });

const test1: fc.Arbitrary<unknown> = fc.oneof(
  small,
  small.map((item) => ({ $gt: item })),
  small.map((item) => ({ $lte: item })),
  fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })).map(([x, y]) => ({ $gte: x, $lt: y })),
  fc.array(small, { maxLength: 3 }).map((item) => ({ $in: item })),
  small.map((item) => ({ $ne: item })),
  fc.boolean().map((item) => ({ $exists: item })),
  fc.integer({ min: 0, max: 4 }).map((item) => ({ $elemMatch: { $gte: item } })),
);
const plainFilter = fc.dictionary(fc.constantFrom('a', 'b', 'c.d'), test1, { maxKeys: 3, noNullPrototype: true });
const filter: fc.Arbitrary<Filter<Document>> = fc.oneof(
  { weight: 3, arbitrary: plainFilter },
  { weight: 1, arbitrary: fc.tuple(plainFilter, fc.array(plainFilter, { minLength: 1, maxLength: 2 })).map(([base, branches]) => ({ ...base, $or: branches })) },
) as fc.Arbitrary<Filter<Document>>;
const sort = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c.d'), fc.constantFrom(1, -1)), { maxLength: 2, selector: ([path]) => path });
const indexes = fc.uniqueArray(
  fc.constantFrom<Document>({ a: 1 }, { a: -1 }, { b: 1, a: 1 }, { a: 1, b: -1 }, { 'c.d': 1, a: 1 }, { b: -1, 'c.d': 1 }),
  { maxLength: 3, selector: (key) => JSON.stringify(key) },
);

const asDoc = (item: Document): ReturnType<typeof decode> => decode(Buffer.from(BSON.serialize(item)));

/** What a query must answer, from a plain array: its own matcher and sort keys, but no index and no planner. */
function expected(items: readonly Document[], query: Filter<Document>, order: readonly (readonly [string, number])[]): Document[] {
  const { test } = compileFilter(asDoc(query));
  const key = sortKeyer(order.map(([path, way]) => ({ path, direction: way as 1 | -1 })));
  return items
    .filter((item) => test(asDoc(item)))
    .map((item) => ({ item, key: key(asDoc(item)) }))
    .sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0))
    .map(({ item }) => item);
}

/** Arrays in both fields of a compound index cannot be stored: such documents are left out. */
const storable = (item: Document): boolean => [item['a'], item['b'], item['c']?.d].filter(Array.isArray).length < 2;

test('a query through any indexes answers as over a plain array, while documents change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(document, { maxLength: 25 }), indexes, fc.array(fc.tuple(filter, sort), { minLength: 1, maxLength: 6 }), filter, fc.integer({ min: 0, max: 4 }), async (documents, keys, queries, victim, number) => {
      const collection: Collection<Document> = store.client.db().collection(`m${++round}`);
      let model: Document[] = documents.filter(storable).map((item, i) => ({ _id: i, ...item }));
      if (model.length > 0) await collection.insertMany(model);
      for (const key of keys) await collection.createIndex(key);
      const check = async (): Promise<void> => {
        for (const [query, order] of queries) {
          const found = await collection.find(query, { sort: Object.fromEntries(order) as Record<string, 1 | -1> }).toArray();
          const wanted = expected(model, query, order);
          const key = sortKeyer(order.map(([path, way]) => ({ path, direction: way as 1 | -1 })));
          expect(found.map((item) => key(asDoc(item)))).toEqual(wanted.map((item) => key(asDoc(item))));
          expect(new Set(found.map((item) => item._id))).toEqual(new Set(wanted.map((item) => item._id)));
          expect(await collection.countDocuments(query)).toBe(wanted.length);
        }
      };
      await check();
      const doomed = new Set(expected(model, victim, []).map((item) => item['_id'] as unknown));
      await collection.updateMany(victim, { $set: { a: number } });
      model = model.map((item) => (doomed.has(item['_id']) ? { ...item, a: number } : item));
      await check();
      await collection.deleteMany({ a: number });
      const gone = new Set(expected(model, { a: number }, []).map((item) => item['_id'] as unknown));
      model = model.filter((item) => !gone.has(item['_id']));
      await check();
      await collection.drop();
    }),
    { numRuns: 60 },
  );
});

test('a partial index is used only when the filter implies it', async () => {
  const collection = store.client.db().collection<Document>('partial');
  await collection.insertMany([{ _id: 1, k: 1, s: 'open' }, { _id: 2, k: 1, s: 'shut' }, { _id: 3, k: 1 }] as Document[]);
  await collection.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { s: 'open' } });
  expect(await collection.countDocuments({ k: 1 })).toBe(3);
  expect(await collection.countDocuments({ k: 1, s: 'open' })).toBe(1);
  expect(await collection.countDocuments({ k: 1, s: { $in: ['open', 'shut'] } })).toBe(2);
  await collection.insertOne({ _id: 4, k: 1, s: 'shut' } as Document);
  await expect(collection.insertOne({ _id: 5, k: 1, s: 'open' } as Document)).rejects.toMatchObject({ code: 11000 });
  await expect(collection.updateOne({ _id: 2 } as Document, { $set: { s: 'open' } })).rejects.toMatchObject({ code: 11000 });
});
