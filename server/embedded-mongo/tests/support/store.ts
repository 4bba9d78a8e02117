import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startStore, withDatabase, type ServerOptions } from '../../src';

export interface TestStore {
  readonly uri: string;
  readonly client: MongoClient;
  close(): Promise<void>;
}

let databases = 0;

/** A connected store of its own, or a database of the real server when MONGODB_URI is set. */
export async function openStore(options: Partial<ServerOptions> = {}): Promise<TestStore> {
  const name = `t${process.pid}_${++databases}`;
  const real = process.env['MONGODB_URI'];
  if (real) {
    const client = await new MongoClient(withDatabase(real, name)).connect();
    return {
      uri: withDatabase(real, name),
      client,
      close: async () => {
        await client.db().dropDatabase();
        await client.close();
      },
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'em-'));
  const store = await startStore({ dataDir: folder, socketPath: join(folder, 's.sock'), log: (message, error) => console.error(message, error), ...options });
  const uri = withDatabase(store.uri, name);
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5000 }).connect();
  return {
    uri,
    client,
    close: async () => {
      await client.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Only for what a real server does not promise. */
export const onlyEmbedded = process.env['MONGODB_URI'] ? describe.skip : describe;
