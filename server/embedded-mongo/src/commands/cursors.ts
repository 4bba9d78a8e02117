import { StoreError } from '../errors';
import { RawDocs, Reply } from '../bson/encode';
import type { Transaction } from '../txn/transaction';

/** What a query yields: encoded documents. */
export type Results = Iterable<Buffer>;

interface Cursor {
  readonly id: number;
  readonly namespace: string;
  readonly iterator: Iterator<Buffer>;
  /** A document that did not fit in the last batch. */
  waiting: Buffer | undefined;
  readonly txn: Transaction;
  usedAt: number;
}

const FIRST_BATCH = 101;
const BATCH_BYTES = 8 * 1024 * 1024;
const IDLE_MS = 10 * 60 * 1000;
const MAX_CURSORS = 900;

/** The open cursors. A cursor outside of a transaction keeps its own snapshot. */
export class Cursors {
  private readonly open = new Map<number, Cursor>();
  private nextId = 1;

  /** Answers a query with its first batch, keeping a cursor when there is more. */
  first(txn: Transaction, namespace: string, results: Results, options: { batchSize: number | undefined; singleBatch: boolean }): Reply {
    const cursor: Cursor = { id: this.nextId, namespace, iterator: results[Symbol.iterator](), waiting: undefined, txn, usedAt: Date.now() };
    const { docs, more } = take(cursor, options.batchSize ?? FIRST_BATCH);
    const keep = more && !options.singleBatch;
    if (keep) {
      if (this.open.size >= MAX_CURSORS) throw new StoreError('InvalidOptions', 'the embedded store has too many open cursors');
      this.nextId++;
      this.open.set(cursor.id, cursor);
      txn.onEnd(() => this.open.delete(cursor.id));
    }
    return reply('firstBatch', cursor, docs, keep);
  }

  /** True when the transaction is still needed by a cursor. */
  holds(txn: Transaction): boolean {
    for (const cursor of this.open.values()) if (cursor.txn === txn) return true;
    return false;
  }

  /** The next batch of a cursor. */
  next(id: number, namespace: string, batchSize: number | undefined, txn: Transaction | undefined): Reply {
    const cursor = this.open.get(id);
    if (!cursor) throw new StoreError('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) throw new StoreError('Unauthorized', `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`);
    if (cursor.txn.explicit && cursor.txn !== txn) throw new StoreError('NoSuchTransaction', `cursor id ${id} belongs to a transaction`);
    cursor.usedAt = Date.now();
    const { docs, more } = take(cursor, batchSize || Infinity);
    if (!more) this.close(cursor);
    return reply('nextBatch', cursor, docs, more);
  }

  /** Closes a cursor; false when there is none. */
  kill(id: number): boolean {
    const cursor = this.open.get(id);
    if (cursor) this.close(cursor);
    return cursor !== undefined;
  }

  /** Closes cursors that nobody has asked for a long time. */
  sweep(now: number): void {
    for (const cursor of [...this.open.values()]) if (now - cursor.usedAt > IDLE_MS) this.close(cursor);
  }

  /** Closes all cursors, after a failed flush or at the end. */
  killAll(): void {
    for (const cursor of [...this.open.values()]) this.close(cursor);
  }

  private close(cursor: Cursor): void {
    this.open.delete(cursor.id);
    if (!cursor.txn.explicit) cursor.txn.abort();
  }
}

function take(cursor: Cursor, limit: number): { docs: Buffer[]; more: boolean } {
  const docs: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const next = cursor.waiting ?? nextOf(cursor.iterator);
    cursor.waiting = undefined;
    if (!next) return { docs, more: false };
    if (docs.length >= limit || (docs.length > 0 && bytes + next.length > BATCH_BYTES)) {
      cursor.waiting = next;
      return { docs, more: true };
    }
    docs.push(next);
    bytes += next.length;
  }
}

function nextOf(iterator: Iterator<Buffer>): Buffer | undefined {
  const result = iterator.next();
  return result.done ? undefined : result.value;
}

function reply(field: 'firstBatch' | 'nextBatch', cursor: Cursor, docs: Buffer[], more: boolean): Reply {
  const body: Reply = new Map();
  body.set(field, new RawDocs(docs));
  body.set('id', BigInt(more ? cursor.id : 0));
  body.set('ns', cursor.namespace);
  return new Map([['cursor', body]]);
}
