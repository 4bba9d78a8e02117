import { SESSION_SPACE, spacePrefix } from '../storage/spaces';
import type { Engine } from '../storage/engine';
import { Claims, Transaction } from './transaction';

const SESSIONS = spacePrefix(SESSION_SPACE);

/** Hands out transactions and knows which keys are claimed and which changed lately. */
export class TransactionManager implements Claims {
  private readonly claims = new Map<string, Transaction>();
  private readonly explicit = new Set<Transaction>();
  /** Version of the last commit of a key, kept while an open transaction is older than it. */
  private readonly changed = new Map<string, number>();
  private changes: { version: number; keys: string[] }[] = [];

  constructor(readonly engine: Engine) {}

  /** Begins a transaction on the newest state. */
  begin(explicit: boolean): Transaction {
    const transaction = new Transaction(this, this.engine.snapshot(), explicit);
    if (explicit) this.explicit.add(transaction);
    return transaction;
  }

  /** The open transactions of clients. */
  get open(): Iterable<Transaction> {
    return this.explicit;
  }

  holderOf(key: string): Transaction | undefined {
    return this.claims.get(key);
  }

  lock(key: string, holder: Transaction): void {
    this.claims.set(key, holder);
  }

  changedSince(key: string, version: number): boolean {
    return (this.changed.get(key) ?? 0) > version;
  }

  /** Commits writes and remembers their keys for the conflict check of open transactions. */
  publish(writes: Iterable<readonly [string, Buffer | null]>): number {
    const list = [...writes];
    const version = this.engine.commit(list);
    if (this.explicit.size > 0) {
      const keys: string[] = [];
      for (const [key] of list) {
        if (key.startsWith(SESSIONS)) continue;
        keys.push(key);
        this.changed.set(key, version);
      }
      this.changes.push({ version, keys });
    }
    return version;
  }

  /** Called by a transaction that has ended. */
  forget(transaction: Transaction, locks: ReadonlySet<string>): void {
    for (const key of locks) this.claims.delete(key);
    if (!this.explicit.delete(transaction)) return;
    let oldest = this.engine.version;
    for (const open of this.explicit) oldest = Math.min(oldest, open.version);
    const done = this.changes.findIndex((change) => change.version > oldest);
    for (const { version, keys } of this.changes.splice(0, done < 0 ? this.changes.length : done)) {
      for (const key of keys) if (this.changed.get(key) === version) this.changed.delete(key);
    }
  }

  /** Aborts every open transaction: their snapshots may rest on commits that were lost. */
  abortAll(): void {
    for (const transaction of [...this.explicit]) transaction.abort();
  }
}
