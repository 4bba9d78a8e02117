import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Name of the replica set of one that the store says it is. */
export const SET_NAME = 'embedded';

/** The system's limit for socket paths is 108 bytes with the closing zero, on some systems 104. */
const LONGEST_SOCKET_PATH = 103;

/** Connection string for an address (`host:port` or a socket path) and a database. */
export function storeUri(address: string, database = ''): string {
  const host = address.startsWith('/') ? encodeURIComponent(address) : address;
  return `mongodb://${host}/${database}?directConnection=true&replicaSet=${SET_NAME}`;
}

/** A connection string of a store, for one of its databases. */
export function withDatabase(uri: string, database: string): string {
  return uri.replace(/^(mongodb:\/\/[^/]+\/)[^?]*/, `$1${database}`);
}

/**
 * Where the store of a data folder listens: inside the folder, or, when that path is too long
 * for a socket, at a short path under the system's temporary folder that belongs to the folder.
 */
export function socketPathFor(dataDir: string): string {
  const inside = join(resolve(dataDir), 'store.sock');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  const hash = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  return join(tmpdir(), `em-${userInfo().uid}-${hash}.sock`);
}
