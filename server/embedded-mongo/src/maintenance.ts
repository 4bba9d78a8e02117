import { decode } from './bson/decode';
import { keyOf, TAG } from './bson/keys';
import type { StoreParts } from './commands/context';
import type { Dispatcher } from './commands/dispatch';
import { descending } from './planner/bounds';
import { Collection, Index, garbagePrefixes } from './storage/catalog';
import { deleteRecord } from './storage/records';
import type { Sessions } from './txn/sessions';
import { Blocked } from './txn/transaction';

const CHUNK = 500;

/** How long transactions may live; MongoDB's default for a whole transaction is the same 60 s. */
export interface Limits {
  readonly transactionMs: number;
  /** An open transaction without any command for so long belongs to a client that has gone. */
  readonly idleMs: number;
}

/** Work that the store does by itself: ending forgotten transactions, expiring documents, clearing dropped data. */
export class Maintenance {
  constructor(
    private readonly parts: StoreParts,
    private readonly sessions: Sessions,
    private readonly dispatcher: Dispatcher,
    private readonly limits: Limits,
  ) {}

  /** Aborts transactions that are too old or idle; cheap, run every second. */
  endForgotten(now = Date.now()): void {
    for (const session of [...this.sessions.open()]) {
      if (now - session.startedAt > this.limits.transactionMs || now - session.usedAt > this.limits.idleMs) this.dispatcher.abort(session);
    }
  }

  /** Aborts the transactions whose last command came over a connection that has closed. */
  connectionClosed(connectionId: number): void {
    for (const session of [...this.sessions.open()]) if (session.connectionId === connectionId) this.dispatcher.abort(session);
  }

  /** One round of expiring and clearing; each step is small, so that commands come in between. */
  async sweep(now = Date.now()): Promise<void> {
    this.parts.cursors.sweep(now);
    this.sessions.sweep(now);
    for (const collection of [...this.parts.catalog.all()]) {
      for (const index of collection.indexes) {
        if (index.expireAfterSeconds === undefined) continue;
        while (this.expireSome(collection, index, now - index.expireAfterSeconds * 1000)) await pause();
      }
    }
    while (this.clearSome()) await pause();
  }

  private expireSome(collection: Collection, index: Index, before: number): boolean {
    const from = String.fromCharCode(TAG.date);
    const to = keyOf(new Date(before));
    const [[low, high]] = (index.fields[0]?.direction === 1 ? [[from, to] as const] : descending([[from, to]])) as [readonly [string, string]];
    const txn = this.parts.transactions.begin(false);
    let removed = 0;
    try {
      for (const [, id] of txn.scan(index.prefix + low, index.prefix + high)) {
        if (removed >= CHUNK) break;
        const bytes = txn.get(collection.prefix + id.latin1Slice());
        if (!bytes) continue;
        try {
          deleteRecord(txn, collection, decode(bytes));
          removed++;
        } catch (error) {
          // An open transaction holds it: the next round will find it again.
          if (!(error instanceof Blocked)) throw error;
        }
      }
      txn.commit();
    } catch (error) {
      txn.abort();
      throw error;
    }
    return removed >= CHUNK;
  }

  private clearSome(): boolean {
    const snapshot = this.parts.engine.snapshot();
    const writes: [string, null][] = [];
    try {
      for (const { mark, prefix } of garbagePrefixes(snapshot)) {
        for (const [key] of snapshot.scan(prefix, `${prefix}\xff`)) {
          writes.push([key, null]);
          if (writes.length >= CHUNK) break;
        }
        if (writes.length < CHUNK) writes.push([mark, null]);
        break;
      }
    } finally {
      snapshot.release();
    }
    if (writes.length > 0) this.parts.engine.commit(writes);
    return writes.length > 0;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
