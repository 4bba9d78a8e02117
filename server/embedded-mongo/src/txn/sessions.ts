import { StoreError } from '../errors';
import { decode } from '../bson/decode';
import { encodeReply } from '../bson/encode';
import { Doc, Value, doc } from '../bson/values';
import type { Engine } from '../storage/engine';
import { SESSION_SPACE, spacePrefix } from '../storage/spaces';
import type { Transaction } from './transaction';

const PREFIX = spacePrefix(SESSION_SPACE);
/** As long as MongoDB keeps a session: afterwards a retry is no longer recognised. */
const KEEP_MS = 30 * 60 * 1000;

/** What one logical session has done last. */
export class Session {
  txnNumber = -1;
  txn: Transaction | undefined;
  /** State of the multi-document transaction with `txnNumber`. */
  outcome: 'none' | 'open' | 'committed' | 'aborted' = 'none';
  /** Version of the commit that the present state rests on: a retry is answered when it is durable. */
  version = 0;
  /** Replies of retryable writes with `txnNumber`, by statement number. */
  replies = new Map<number, { name: string; bytes: Buffer }>();
  /** Set while a command of this session runs: the next one waits. */
  busy: Promise<void> | undefined;
  usedAt = Date.now();
  startedAt = 0;
  /** The connection that last used the open transaction. */
  connectionId = 0;

  constructor(readonly key: string) {}

  /** Moves to a newer transaction number; an unfinished transaction is aborted. */
  advance(txnNumber: number): void {
    if (txnNumber < this.txnNumber) {
      throw new StoreError('TransactionTooOld', `Cannot start transaction ${txnNumber} because a newer transaction ${this.txnNumber} has already started on this session.`);
    }
    if (txnNumber === this.txnNumber) return;
    this.txn?.abort();
    this.txn = undefined;
    this.outcome = 'none';
    this.replies = new Map();
    this.txnNumber = txnNumber;
  }

  /** The write that makes the present state survive a restart; part of the commit it describes. */
  record(): readonly [string, Buffer] {
    const replies = [...this.replies].map(([statement, { name, bytes }]): Value => doc({ statement, name, reply: decode(bytes) }));
    const fields = doc({ txnNumber: BigInt(this.txnNumber), committed: this.outcome === 'committed', at: new Date(this.usedAt), replies });
    return [PREFIX + this.key, encodeReply(fields)];
  }
}

/** The sessions in memory; their records are in the store. */
export class Sessions {
  private sessions = new Map<string, Session>();

  constructor(private readonly engine: Engine) {}

  /** The session of an lsid, read from the store when it is not in memory. */
  get(id: string): Session {
    const known = this.sessions.get(id);
    if (known) return known;
    const session = new Session(id);
    const snapshot = this.engine.snapshot();
    try {
      const bytes = snapshot.get(PREFIX + id);
      if (bytes) restore(session, decode(bytes));
    } finally {
      snapshot.release();
    }
    this.sessions.set(id, session);
    return session;
  }

  /** Sessions with an open transaction. */
  *open(): Iterable<Session> {
    for (const session of this.sessions.values()) if (session.txn) yield session;
  }

  /** Forgets what was in memory: after a failed flush the records on disk are the truth. */
  clear(): void {
    this.sessions = new Map();
  }

  /** Drops sessions that have not been used for half an hour, from memory and from the store. */
  sweep(now: number): void {
    for (const [id, session] of this.sessions) if (!session.txn && !session.busy && now - session.usedAt > KEEP_MS) this.sessions.delete(id);
    const snapshot = this.engine.snapshot();
    const old: [string, null][] = [];
    try {
      for (const [key, bytes] of snapshot.scan(PREFIX, spacePrefix(SESSION_SPACE + 1))) {
        const at = decode(bytes).get('at') as Date;
        if (now - at.getTime() > KEEP_MS && !this.sessions.has(key.slice(PREFIX.length))) old.push([key, null]);
      }
    } finally {
      snapshot.release();
    }
    if (old.length > 0) this.engine.commit(old);
  }
}

function restore(session: Session, record: Doc): void {
  session.txnNumber = Number(record.get('txnNumber'));
  session.outcome = record.get('committed') === true ? 'committed' : 'none';
  for (const item of record.get('replies') as Doc[]) {
    session.replies.set(item.get('statement') as number, { name: item.get('name') as string, bytes: encodeReply(item.get('reply') as Doc) });
  }
}
