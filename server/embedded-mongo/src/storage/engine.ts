import { StoreError } from '../errors';
import type { Disk } from './lmdb';
import { Overlay } from './overlay';
import { Snapshot } from './snapshot';

interface Waiter {
  readonly version: number;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * Commits and snapshots above lmdb. A commit is visible at once and acknowledged when lmdb has
 * flushed it; all commits that arrive while a flush runs share the next one.
 */
export class Engine {
  /** Number of the newest commit. */
  version = 0;
  private durableVersion = 0;
  private pending = new Overlay();
  private flushing: Overlay | undefined;
  private running: Promise<void> | undefined;
  private waiters: Waiter[] = [];

  /** @param onFailure called after a failed flush, when everything that was not durable has been dropped. */
  constructor(
    private readonly db: Disk,
    private readonly onFailure: (error: StoreError) => void,
  ) {}

  /** The newest state, to be released after use. */
  snapshot(): Snapshot {
    const layers = this.flushing ? [this.pending, this.flushing] : [this.pending];
    return new Snapshot(this.db, this.db.useReadTransaction(), layers, this.version);
  }

  /** Makes the writes visible as one commit and returns its version; `durable` tells when it is safe. */
  commit(writes: Iterable<readonly [string, Buffer | null]>): number {
    const version = ++this.version;
    for (const [key, value] of writes) this.pending.set(key, value, version);
    this.running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.flushAll());
    return version;
  }

  /** Resolves when every commit up to `version` is on disk; rejects when one of them could not be written. */
  durable(version: number): Promise<void> | undefined {
    if (version <= this.durableVersion) return undefined;
    return new Promise((resolve, reject) => this.waiters.push({ version, resolve, reject }));
  }

  /** Resolves when nothing is left to be flushed. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async flushAll(): Promise<void> {
    while (this.pending.size > 0) {
      const group = this.pending;
      const version = this.version;
      this.flushing = group;
      this.pending = new Overlay();
      try {
        await this.db.batch(() => {
          let last: Promise<boolean> | undefined;
          for (const [key, value] of group.writes()) {
            const written = value ? this.db.put(key, value) : this.db.remove(key);
            // The batch tells of a failure; the promises of its parts must not be left unhandled.
            if (written !== last) (last = written).catch(rootCause);
          }
        });
        this.settle(version);
      } catch (error) {
        await this.fail(error);
      }
    }
    this.running = undefined;
  }

  private settle(version: number): void {
    this.durableVersion = version;
    this.flushing = undefined;
    // From here on snapshots no longer carry the flushed group: they must not read from before it.
    this.db.resetReadTxn();
    const waiting = this.waiters;
    this.waiters = [];
    for (const waiter of waiting) {
      if (waiter.version <= version) waiter.resolve();
      else this.waiters.push(waiter);
    }
  }

  /** Later commits may rest on the failed ones, so all that is not durable goes. */
  private async fail(cause: unknown): Promise<void> {
    const reason = await rootCause(cause);
    // lmdb reports a write that was cut short, as on a disk that has just filled up, as EIO.
    const full = /ENOSPC|No space left|EDQUOT|Disk quota|EFBIG|File too large|MAP_FULL|EIO|Input\/output error/i.test(reason);
    const error = new StoreError(
      full ? 'OutOfDiskSpace' : 'HostUnreachable',
      full ? `the disk of the data folder is full or failing: ${reason}` : `writing to the data folder failed: ${reason}`,
    );
    this.pending = new Overlay();
    this.flushing = undefined;
    this.durableVersion = this.version;
    this.db.resetReadTxn();
    const waiting = this.waiters;
    this.waiters = [];
    this.onFailure(error);
    for (const waiter of waiting) waiter.reject(error);
  }
}

async function rootCause(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  const { commitError } = error as { commitError?: unknown };
  if (commitError instanceof Promise) {
    const inner: unknown = await Promise.race([
      commitError.catch((reason: unknown) => reason),
      new Promise((resolve) => setTimeout(resolve, 200)),
    ]);
    if (inner instanceof Error) return inner.message;
  }
  return error.message;
}
