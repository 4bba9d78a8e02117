import mongoose, { Schema, type Connection, type Types } from 'mongoose';
import { openStore, type TestStore } from './support/store';

interface Member {
  _id: Types.ObjectId;
  name: string;
  code: string;
  state: 'active' | 'left';
  tags: string[];
  visits: { at: Date; place?: string }[];
  points: number;
  createdAt: Date;
  updatedAt: Date;
}

const memberSchema = new Schema<Member>(
  {
    name: { type: String, required: true },
    code: { type: String, required: true },
    state: { type: String, enum: ['active', 'left'], default: 'active' },
    tags: [String],
    visits: [{ at: Date, place: String }],
    points: { type: Number, default: 0 },
  },
  { timestamps: true, optimisticConcurrency: true },
);
memberSchema.index({ code: 1 }, { unique: true, partialFilterExpression: { state: 'active' } });
memberSchema.index({ state: 1, points: -1 });

let store: TestStore;
let connection: Connection;

beforeAll(async () => {
  store = await openStore();
  connection = await mongoose.createConnection(store.uri).asPromise();
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

test('models, indexes, transactions and unique violations through mongoose', async () => {
  const Members = connection.model<Member>('Member', memberSchema);
  await Members.init();
  expect(await Members.syncIndexes()).toEqual([]);
  expect((await Members.listIndexes()).map((index: { name?: string }) => index.name)).toEqual(['_id_', 'code_1', 'state_1_points_-1']);

  const ann = await Members.create({ name: 'Ann', code: 'a', tags: ['x'] });
  await expect(Members.create({ name: 'Bob', code: 'a' })).rejects.toMatchObject({ code: 11000, keyPattern: { code: 1 } });
  await Members.create({ name: 'Bob', code: 'a', state: 'left' });

  ann.visits.push({ at: new Date(0), place: 'hall' });
  ann.points = 5;
  await ann.save();
  const stale = await Members.findById(ann._id);
  ann.points = 6;
  await ann.save();
  if (stale) stale.points = 7;
  await expect(stale?.save()).rejects.toThrow(/No matching document found/);

  expect(await Members.findOne({ 'visits.place': 'hall' }).lean()).toMatchObject({ name: 'Ann', points: 6, tags: ['x'] });
  expect(await Members.findOneAndUpdate({ code: 'a', state: 'active' }, { $inc: { points: 1 }, $addToSet: { tags: 'y' } }, { returnDocument: 'after' }).lean()).toMatchObject({ points: 7, tags: ['x', 'y'] });
  expect(await Members.countDocuments({ state: 'active' })).toBe(1);
  expect(await Members.exists({ code: 'zzz' })).toBeNull();
  expect(await Members.distinct('code')).toEqual(['a']);

  await expect(
    connection.transaction(async (session) => {
      await Members.create([{ name: 'Cid', code: 'c' }], { session });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await Members.countDocuments({ code: 'c' })).toBe(0);

  await Promise.all(
    Array.from({ length: 8 }, () =>
      connection.transaction(async (session) => {
        const found = await Members.findOne({ code: 'a', state: 'active' }).session(session).orFail();
        await Members.updateOne({ _id: found._id }, { $set: { points: found.points + 1 } }, { session });
      }),
    ),
  );
  expect(await Members.findById(ann._id).lean()).toMatchObject({ points: 15 });
  expect(await Members.aggregate([{ $match: { state: 'active' } }, { $group: { _id: '$state', total: { $sum: '$points' } } }])).toEqual([{ _id: 'active', total: 15 }]);

  const result = await Members.bulkWrite([
    { insertOne: { document: { name: 'Dee', code: 'd' } as Member } },
    { updateOne: { filter: { code: 'd' }, update: { $set: { points: 3 } } } },
    { deleteOne: { filter: { code: 'nobody' } } },
  ]);
  expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, deletedCount: 0 });
  const seen: string[] = [];
  for await (const member of Members.find().sort({ state: 1, points: -1 }).cursor({ batchSize: 1 })) seen.push(member.name);
  expect(seen).toEqual(['Ann', 'Dee', 'Bob']);
});

test('syncIndexes drops what the schema no longer has', async () => {
  const Things = connection.model('Thing', new Schema({ a: Number, b: Number }).index({ a: 1 }));
  await Things.init();
  await Things.collection.createIndex({ b: 1 });
  expect(await Things.syncIndexes()).toEqual(['b_1']);
});
