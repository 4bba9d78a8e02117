import type { Transaction as LmdbTransaction } from 'lmdb';
import type { Disk } from './lmdb';
import { MemoryEntry, Overlay, ordered } from './overlay';

export type Entry = readonly [key: string, value: Buffer];

/** What queries read from: a snapshot, or a transaction (its snapshot and its own writes). */
export interface Reader {
  get(key: string): Buffer | undefined;
  /** Entries of [start, end) in key order, or in reverse. */
  scan(start: string, end: string, reverse?: boolean): Iterable<Entry>;
}

const FIRST_CHUNK = 8;
const LARGEST_CHUNK = 512;

/**
 * The store as it was at one moment: lmdb's own read transaction and, above it, the commits
 * that were not flushed at that moment. Applying a commit that lmdb holds already changes nothing,
 * so it does not matter how far the flush has come.
 */
export class Snapshot implements Reader {
  private released = false;

  constructor(
    private readonly db: Disk,
    private readonly lmdb: LmdbTransaction,
    private readonly layers: readonly Overlay[],
    readonly version: number,
  ) {}

  get(key: string): Buffer | undefined {
    for (const layer of this.layers) {
      const value = layer.get(key, this.version);
      if (value !== undefined) return value ?? undefined;
    }
    return this.db.getBinary(key, { transaction: this.lmdb });
  }

  scan(start: string, end: string, reverse = false): Iterable<Entry> {
    return this.scanWith(undefined, start, end, reverse);
  }

  /** As `scan`, with a transaction's own writes on top. */
  scanWith(own: Overlay | undefined, start: string, end: string, reverse: boolean): Iterable<Entry> {
    const memory = new Map<string, Buffer | null>();
    own?.collect(start, end, this.version, memory);
    for (const layer of this.layers) layer.collect(start, end, this.version, memory);
    const disk = this.scanDisk(start, end, reverse);
    return memory.size === 0 ? disk : merge(ordered(memory, reverse), disk, reverse);
  }

  /** Gives lmdb's pages free; the snapshot must not be read afterwards. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.lmdb.done();
  }

  /**
   * Reads in growing chunks and looks its place up again, so that an abandoned scan leaves
   * no lmdb cursor open.
   */
  private *scanDisk(start: string, end: string, reverse: boolean): Iterable<Entry> {
    let from = reverse ? end : start;
    const to = reverse ? start : end;
    let exclusiveStart = reverse;
    for (let size = FIRST_CHUNK; ; size = Math.min(size * 4, LARGEST_CHUNK)) {
      const chunk: Entry[] = [];
      const range = this.db.getRange({
        start: from, end: to, reverse, exclusiveStart, inclusiveEnd: reverse, limit: size, transaction: this.lmdb,
      });
      for (const { key, value } of range) chunk.push([key, value]);
      yield* chunk;
      const last = chunk[chunk.length - 1];
      if (!last || chunk.length < size) return;
      from = last[0];
      exclusiveStart = true;
    }
  }
}

function* merge(memory: readonly MemoryEntry[], disk: Iterable<Entry>, reverse: boolean): Iterable<Entry> {
  let next = 0;
  for (const entry of disk) {
    let replaced = false;
    while (next < memory.length) {
      const [key, value] = memory[next] as MemoryEntry;
      if (reverse ? key < entry[0] : key > entry[0]) break;
      next++;
      if (key === entry[0]) replaced = true;
      if (value) yield [key, value];
    }
    if (!replaced) yield entry;
  }
  for (; next < memory.length; next++) {
    const [key, value] = memory[next] as MemoryEntry;
    if (value) yield [key, value];
  }
}
