import { RootDatabase, Transaction, open } from 'lmdb';

/** lmdb as the store uses it; its own types leave out that `getBinary` takes a transaction. */
export interface Disk extends Omit<RootDatabase<Buffer, string>, 'getBinary'> {
  getBinary(key: string, options?: { transaction: Transaction }): Buffer | undefined;
}

/** Room for growth; only what is used takes disk space. */
const MAP_SIZE = 2 ** 36;

/** Keys are strings with one character per byte. */
const latin1Keys = {
  writeKey(key: string, target: Buffer, position: number): number {
    return position + target.latin1Write(key, position);
  },
  readKey(source: Buffer, start: number, end: number): string {
    return source.latin1Slice(start, end);
  },
};

/** Opens the file so that a finished write has been flushed: overlapping sync would resolve it before. */
export function openDisk(path: string): Disk {
  const database = open<Buffer, string>({
    path,
    noSubdir: true,
    encoding: 'binary',
    keyEncoder: latin1Keys,
    overlappingSync: false,
    // Batches are always explicit; the batching by event turn makes promises that nobody can handle when a write fails.
    eventTurnBatching: false,
    mapSize: MAP_SIZE,
    maxReaders: 1024,
    maxDbs: 1,
  });
  return database;
}
