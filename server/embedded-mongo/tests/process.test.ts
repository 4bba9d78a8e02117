import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { openDisk } from '../src/storage/lmdb';
import { socketPathFor, spawnStore, withDatabase, type SpawnedStore } from '../src';
import { raw } from './support/raw';
import { onlyEmbedded } from './support/store';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 3);
const WRITERS = 12;

onlyEmbedded('the store as a process', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'em-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (): Promise<SpawnedStore> => spawnStore({ dataDir: join(folder, 'data'), socketPath: join(folder, 's.sock') });
  const connect = (store: SpawnedStore, options = {}): Promise<MongoClient> => new MongoClient(withDatabase(store.uri, 'app'), { serverSelectionTimeoutMS: 5000, ...options }).connect();

  async function kill(store: SpawnedStore): Promise<void> {
    process.kill(store.pid, 'SIGKILL');
    await store.exited;
  }

  test('kill -9 among concurrent writers: nothing acknowledged is lost, no transaction is half there', async () => {
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const store = await start();
      const client = await connect(store, { retryWrites: false, serverSelectionTimeoutMS: 1000 });
      const db = client.db();
      if (round === 0) await db.collection('left').createIndex({ key: 1 }, { unique: true });
      let written = 0;
      let killed: Promise<void> | undefined;
      const writer = async (number: number): Promise<void> => {
        for (let i = 0; !killed; i++) {
          const key = `${round}-${number}-${i}`;
          const session = client.startSession();
          try {
            session.startTransaction();
            await db.collection('left').insertOne({ key }, { session });
            await db.collection('right').insertOne({ key }, { session });
            await session.commitTransaction();
            acknowledged.add(key);
            await db.collection<{ _id: string }>('single').insertOne({ _id: key });
            acknowledged.add(`s${key}`);
          } catch {
            // The process has been killed: what was not acknowledged may or may not be there.
          }
          if (++written === 60 * ((round % 4) + 1)) killed = kill(store);
          void session.endSession().catch(() => undefined);
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
      await killed;
      await client.close();

      const again = await start();
      const reader = await connect(again);
      const keys = async (name: string): Promise<string[]> => (await reader.db().collection(name).find().toArray()).map((item) => String(item['key'] ?? item._id));
      const [left, right, single] = [new Set(await keys('left')), new Set(await keys('right')), new Set(await keys('single'))];
      expect(left).toEqual(right);
      for (const key of acknowledged) expect(key.startsWith('s') ? single.has(key.slice(1)) : left.has(key)).toBe(true);
      // The index tells the same as the collection.
      expect(await reader.db().collection('left').countDocuments({ key: { $gte: '' } })).toBe(left.size);
      await reader.close();
      await again.close();
    }
    expect(acknowledged.size).toBeGreaterThan(0);
  }, 20_000 * ROUNDS + 30_000);

  test('a retried statement gets its first answer even after kill -9', async () => {
    const command = { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }], lsid: { id: new BSON.UUID() }, txnNumber: BSON.Long.fromNumber(1), $db: 'app' };
    const first = await start();
    const before = await raw(first.uri, command);
    await kill(first);
    const second = await start();
    expect(await raw(second.uri, command)).toEqual(before);
    const client = await connect(second);
    expect(await client.db().collection('c').find().toArray()).toEqual([{ _id: 1, n: 1 }]);
    await client.close();
    await second.close();
  });

  test('SIGTERM closes cleanly and removes the socket', async () => {
    const store = await start();
    expect(statSync(join(folder, 's.sock')).mode & 0o777).toBe(0o600);
    await store.close();
    expect(await store.exited).toBe(0);
    expect(existsSync(join(folder, 's.sock'))).toBe(false);
  });

  test('the store ends when its parent is killed', async () => {
    const script = `require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))}).spawnStore({dataDir: ${JSON.stringify(join(folder, 'data'))}, socketPath: ${JSON.stringify(join(folder, 's.sock'))}}).then((s) => console.log(s.pid)); setInterval(() => 0, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    parent.kill('SIGKILL');
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(existsSync(join(folder, 's.sock'))).toBe(false);
  });

  test('one clear error: folder in use, truncated, garbage, newer format', async () => {
    const store = await start();
    await expect(start()).rejects.toMatchObject({ name: 'StoreOpenError', problem: 'locked' });
    await store.close();
    const file = join(folder, 'data', 'store.mdb');
    cpSync(file, `${file}.good`);
    truncateSync(file, 3 * 4096);
    await expect(start()).rejects.toMatchObject({ problem: 'damaged' });
    writeFileSync(file, Buffer.alloc(65536, 7));
    await expect(start()).rejects.toMatchObject({ problem: 'damaged' });
    cpSync(`${file}.good`, file);
    const disk = openDisk(file);
    await disk.put('\x00\x00\x00\x01format', Buffer.from([0, 0, 0, 99]));
    await disk.close();
    await expect(start()).rejects.toMatchObject({ problem: 'newer', message: expect.stringContaining('format 99') as string });
  });

  test('a disk that is full fails the write by name, loses nothing else, and goes on when there is room', async () => {
    // A limit on the size of files stands in for a full disk.
    const child = spawn('sh', ['-c', `ulimit -f 1200; exec "$0" "$@"`, process.execPath, join(__dirname, '..', 'dist', 'main.js'), '--data', join(folder, 'data'), '--socket', join(folder, 's.sock')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const line = String(await new Promise((resolve) => child.stdout.once('data', resolve)));
    const client = await new MongoClient(withDatabase(line.replace('ready ', '').trim(), 'app'), { retryWrites: false }).connect();
    const all = client.db().collection<{ _id: number; fill: string }>('c');
    let stored = 0;
    let failure: unknown;
    while (!failure && stored < 400) {
      await all.insertOne({ _id: stored, fill: 'x'.repeat(20_000) }).then(() => stored++, (error: unknown) => (failure = error));
    }
    expect(failure).toMatchObject({ code: 14031 });
    expect(await all.countDocuments({})).toBe(stored);
    await client.close();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    const store = await start();
    const again = await connect(store);
    expect(await again.db().collection('c').countDocuments({})).toBe(stored);
    await again.db().collection<{ _id: number; fill: string }>('c').insertOne({ _id: stored, fill: 'x' });
    await again.close();
    await store.close();
  });

  const strace = ((): boolean => {
    try {
      execFileSync('strace', ['-V'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  (strace ? test : test.skip)('every acknowledged write was flushed before, and concurrent ones share flushes', async () => {
    const trace = join(folder, 'trace');
    const child = spawn('strace', ['-f', '-e', 'trace=fdatasync,fsync,msync,openat', '-o', trace, process.execPath, join(__dirname, '..', 'dist', 'main.js'), '--data', join(folder, 'data'), '--socket', join(folder, 's.sock')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const line = String(await new Promise((resolve) => child.stdout.once('data', resolve)));
    const client = await new MongoClient(withDatabase(line.replace('ready ', '').trim(), 'app')).connect();
    const all = client.db().collection('c');
    await all.insertOne({ warm: 1 });
    const flushes = (): number => readFileSync(trace, 'utf8').split('\n').filter((text) => /(fdatasync|fsync|msync)\(.*= 0|<\.\.\. (fdatasync|fsync|msync) resumed.*= 0/.test(text)).length;
    const before = flushes();
    for (let i = 0; i < 20; i++) await all.insertOne({ i });
    const inTurn = flushes() - before;
    await Promise.all(Array.from({ length: 200 }, (_, i) => all.insertOne({ i })));
    const together = flushes() - before - inTurn;
    expect(inTurn).toBeGreaterThanOrEqual(20);
    expect(together).toBeLessThan(200);
    await client.close();
    process.kill(Number(execFileSync('pgrep', ['-P', String(child.pid)]).toString().trim().split('\n')[0]), 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  });

  test('a data folder with a long path gets a short socket path', () => {
    expect(socketPathFor('/short')).toBe('/short/store.sock');
    const long = socketPathFor(`/${'x'.repeat(150)}`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(103);
    expect(long.endsWith('.sock')).toBe(true);
    expect(socketPathFor(`/${'y'.repeat(150)}`)).not.toBe(long);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
