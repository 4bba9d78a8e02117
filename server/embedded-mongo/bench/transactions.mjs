/**
 * Transactions of three writes per second through the driver, with controls measured in the same
 * run, round by round: driver pings, and durable six-put commits of bare lmdb. Prints JSON.
 */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { MongoClient, ObjectId } = require('mongodb');
const { open } = require('lmdb');
const { spawnStore, withDatabase } = require('../dist/index.js');

const CONCURRENCY = Number(process.env.CONCURRENCY ?? 64);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const ROUND_MS = Number(process.env.ROUND_MS ?? 2000);

/** Runs `work` from many workers for a while; gives operations per second and the 99th percentile. */
async function measure(work) {
  const times = [];
  const start = performance.now();
  const worker = async () => {
    while (performance.now() - start < ROUND_MS) {
      const before = performance.now();
      await work();
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: Math.round(times.length / seconds), p99Ms: Number((times[Math.floor(times.length * 0.99)] ?? 0).toFixed(1)) };
}

const folder = mkdtempSync(join(tmpdir(), 'em-bench-'));
const store = await spawnStore({ dataDir: join(folder, 'store'), socketPath: join(folder, 's.sock') });
const client = new MongoClient(withDatabase(store.uri, 'bench'), { maxPoolSize: CONCURRENCY });
await client.connect();
const db = client.db();
await db.collection('facts').createIndex({ member: 1, activity: 1 }, { unique: true });
await db.collection('entries').createIndex({ member: 1, at: -1 });
const raw = open({ path: join(folder, 'raw.mdb'), encoding: 'binary', overlappingSync: false });

const works = {
  transactions: async () => {
    const session = client.startSession();
    try {
      await session.withTransaction(async () => {
        const member = new ObjectId();
        await db.collection('facts').insertOne({ member, activity: new ObjectId(), at: new Date(), state: 'present' }, { session });
        await db.collection('entries').insertOne({ member, at: new Date(), points: 2, rule: 'attendance' }, { session });
        await db.collection('totals').updateOne({ _id: member }, { $inc: { points: 2 }, $set: { at: new Date() } }, { upsert: true, session });
      });
    } finally {
      await session.endSession();
    }
  },
  pings: () => db.command({ ping: 1 }),
  rawSixPuts: () => raw.batch(() => {
    for (let i = 0; i < 6; i++) void raw.put(new ObjectId().toHexString(), Buffer.alloc(120));
  }),
};
const rounds = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(works)) rounds[name].push(await measure(work));
}
const facts = await db.collection('facts').countDocuments({});
console.log(JSON.stringify({ concurrency: CONCURRENCY, rounds, facts }, null, 1));
await client.close();
await store.close();
await raw.close();
rmSync(folder, { recursive: true, force: true });
