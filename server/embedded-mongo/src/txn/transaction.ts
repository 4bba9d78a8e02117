import { writeConflict } from '../errors';
import { Overlay } from '../storage/overlay';
import type { Entry, Reader, Snapshot } from '../storage/snapshot';

/** A write outside of transactions met a key that an open transaction has written: wait for it and run again. */
export class Blocked extends Error {
  constructor(readonly holder: Transaction) {
    super('blocked by an open transaction');
  }
}

/** What a transaction asks of its manager. */
export interface Claims {
  holderOf(key: string): Transaction | undefined;
  lock(key: string, holder: Transaction): void;
  changedSince(key: string, version: number): boolean;
  publish(writes: Iterable<readonly [string, Buffer | null]>): number;
  forget(transaction: Transaction, locks: ReadonlySet<string>): void;
}

/**
 * A snapshot and the writes made on it. Commands outside of transactions run in one too, but
 * begin and end it without giving way to others.
 */
export class Transaction implements Reader {
  private readonly own = new Overlay();
  private readonly locks = new Set<string>();
  private readonly ended: (() => void)[] = [];
  private open = true;
  /** Namespaces it has used: schema changes on them wait for its end. */
  readonly touched = new Set<string>();

  constructor(
    private readonly manager: Claims,
    private readonly snapshot: Snapshot,
    /** True for a client's multi-document transaction. */
    readonly explicit: boolean,
  ) {}

  get version(): number {
    return this.snapshot.version;
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** True when it has written nothing. */
  get isReadOnly(): boolean {
    return this.own.size === 0;
  }

  get(key: string): Buffer | undefined {
    if (this.own.size > 0) {
      const value = this.own.get(key, this.version);
      if (value !== undefined) return value ?? undefined;
    }
    return this.snapshot.get(key);
  }

  scan(start: string, end: string, reverse = false): Iterable<Entry> {
    return this.snapshot.scanWith(this.own.size > 0 ? this.own : undefined, start, end, reverse);
  }

  /**
   * Claims a key before it is judged or written. First writer wins: a key that another open
   * transaction has claimed, or that was committed after our snapshot, is a WriteConflict;
   * a command outside of transactions waits instead.
   */
  claim(key: string): void {
    if (this.locks.has(key)) return;
    const holder = this.manager.holderOf(key);
    if (holder) throw this.explicit ? writeConflict() : new Blocked(holder);
    if (!this.explicit) return;
    if (this.manager.changedSince(key, this.version)) throw writeConflict();
    this.locks.add(key);
    this.manager.lock(key, this);
  }

  /** Writes a key; null removes it. */
  put(key: string, value: Buffer | null): void {
    this.own.set(key, value);
  }

  /** Makes the writes visible to all; returns the version to wait for before telling the client. */
  commit(): number {
    const version = this.isReadOnly ? this.version : this.manager.publish(this.own.writes());
    this.end();
    return version;
  }

  /** Forgets the writes. */
  abort(): void {
    if (this.open) this.end();
  }

  /** Calls back once it has committed or aborted. */
  onEnd(callback: () => void): void {
    this.ended.push(callback);
  }

  private end(): void {
    this.open = false;
    this.snapshot.release();
    this.manager.forget(this, this.locks);
    for (const callback of this.ended) callback();
  }
}
