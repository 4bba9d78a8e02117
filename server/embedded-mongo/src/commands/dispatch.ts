import { StoreError } from '../errors';
import { decode } from '../bson/decode';
import { Reply, encodeReply } from '../bson/encode';
import { Binary, Doc, isDoc, numeric } from '../bson/values';
import type { Session, Sessions } from '../txn/sessions';
import { Blocked, Transaction } from '../txn/transaction';
import type { Request } from '../wire/request';
import { okReply } from '../wire/reply';
import { Args } from './args';
import { checkConcerns, deadline, GENERIC_FIELDS } from './generic';
import type { Command, CommandContext, StoreParts } from './context';
import { commandOf } from './registry';
import { touch } from './touch';

/** Commands that MongoDB does not run inside a transaction, besides schema changes. */
const NOT_IN_TRANSACTION = new Set(['count', 'listCollections', 'listIndexes']);

/** Runs commands: outside of transactions, as retryable writes, or inside a transaction. */
export class Dispatcher {
  constructor(
    private readonly parts: StoreParts,
    private readonly sessions: Sessions,
  ) {}

  /** Answers one request; throws StoreError for what MongoDB would answer with `ok: 0`. */
  execute(request: Request, connectionId: number): Reply | Promise<Reply> {
    const { name, fields } = request;
    if (name === 'commitTransaction' || name === 'abortTransaction') return this.endTransaction(request);
    const command = commandOf(name);
    for (const field of fields.keys()) {
      if (!command.fields.has(field) && !GENERIC_FIELDS.has(field)) throw new StoreError('UnknownField', `BSON field '${name}.${field}' is an unknown field.`);
    }
    checkConcerns(fields);
    if (fields.get('autocommit') === false) return this.inTransaction(command, request, connectionId);
    if (command.kind === 'plain') return okReply(command.run(this.context(request, connectionId, undefined)));
    if (command.kind === 'read') return this.runRead(command, request, connectionId);
    if (command.kind === 'schema') return this.runSchema(command, request, connectionId);
    const session = fields.has('txnNumber') ? this.sessionOf(fields) : undefined;
    return session ? this.runRetryable(command, request, connectionId, session) : this.runWrite(command, request, connectionId, undefined);
  }

  /** Aborts a session's transaction, as when its client has gone. */
  abort(session: Session): void {
    session.txn?.abort();
    session.txn = undefined;
    session.outcome = 'aborted';
  }

  private context(request: Request, connectionId: number, txn: Transaction | undefined): CommandContext {
    const database = request.fields.get('$db');
    if (typeof database !== 'string') throw new StoreError('MissingField', "BSON field '$db' is missing but a required field");
    return {
      parts: this.parts,
      name: request.name,
      database,
      args: new Args(request.name, request.fields),
      documents: request.documents,
      connectionId,
      // Plain commands never look at it.
      txn: txn as Transaction,
      checkTime: deadline(request.fields),
    };
  }

  private runRead(command: Command, request: Request, connectionId: number): Reply {
    const txn = this.parts.transactions.begin(false);
    let reply: Reply;
    try {
      reply = command.run(this.context(request, connectionId, txn));
    } catch (error) {
      txn.abort();
      throw error;
    }
    if (!this.parts.cursors.holds(txn)) txn.abort();
    return okReply(reply);
  }

  /** Runs a write and answers when it is durable; waits for open transactions that hold its keys. */
  private async runWrite(command: Command, request: Request, connectionId: number, session: Session | undefined): Promise<Reply> {
    for (;;) {
      const txn = this.parts.transactions.begin(false);
      try {
        const context = this.context(request, connectionId, txn);
        const reply = okReply(command.run(context));
        if (session && !txn.isReadOnly) remember(session, request, reply, txn);
        const version = txn.commit();
        if (session) session.version = version;
        await this.parts.engine.durable(version);
        return reply;
      } catch (error) {
        txn.abort();
        if (!(error instanceof Blocked)) {
          // A refusal may rest on commits that are not flushed yet: it must not be told before they are safe.
          await this.parts.engine.durable(this.parts.engine.version);
          throw error;
        }
        await ended(error.holder);
        deadline(request.fields)();
      }
    }
  }

  private async runRetryable(command: Command, request: Request, connectionId: number, session: Session): Promise<Reply> {
    while (session.busy) await session.busy;
    const txnNumber = Number(numeric(request.fields.get('txnNumber')));
    if (txnNumber === session.txnNumber && session.outcome !== 'none') throw new StoreError('IllegalOperation', `transaction number ${txnNumber} was used for a multi-document transaction`);
    session.advance(txnNumber);
    const known = session.replies.get(statementOf(request));
    if (known) {
      if (known.name !== request.name) throw new StoreError('IllegalOperation', `statement of transaction number ${txnNumber} was a different command`);
      await this.parts.engine.durable(session.version);
      return decode(known.bytes);
    }
    let free = (): void => undefined;
    session.busy = new Promise((resolve) => (free = resolve));
    try {
      return await this.runWrite(command, request, connectionId, session);
    } finally {
      session.busy = undefined;
      free();
    }
  }

  /** Schema changes begin when no open transaction uses the collection any more. */
  private async runSchema(command: Command, request: Request, connectionId: number): Promise<Reply> {
    const target = `${String(request.fields.get('$db'))}.${request.name === 'dropDatabase' ? '' : String(request.fields.get(request.name))}`;
    for (;;) {
      const user = [...this.parts.transactions.open].find((txn) => [...txn.touched].some((name) => name === target || (target.endsWith('.') && name.startsWith(target))));
      if (!user) break;
      await ended(user);
    }
    return this.runWrite(command, request, connectionId, undefined);
  }

  private inTransaction(command: Command, request: Request, connectionId: number): Reply {
    const { fields, name } = request;
    const session = this.sessionOf(fields);
    const txn = this.transactionOf(session, fields);
    session.connectionId = connectionId;
    try {
      if (command.kind === 'schema' || NOT_IN_TRANSACTION.has(name)) throw new StoreError('OperationNotSupportedInTransaction', `Cannot run '${name}' in a multi-document transaction.`);
      const collection = fields.get(name === 'getMore' ? 'collection' : name);
      if (typeof collection === 'string') touch(this.parts, txn, `${String(fields.get('$db'))}.${collection}`);
      const reply = command.run(this.context(request, connectionId, txn));
      if (reply.has('writeErrors')) this.abort(session);
      return okReply(reply);
    } catch (error) {
      this.abort(session);
      throw error;
    }
  }

  private transactionOf(session: Session, fields: Doc): Transaction {
    const txnNumber = txnNumberOf(fields);
    session.usedAt = Date.now();
    if (fields.get('startTransaction') === true) {
      if (txnNumber === session.txnNumber) throw new StoreError('ConflictingOperationInProgress', `Given transaction number ${txnNumber} does not match any in-progress transactions or was used before`);
      session.advance(txnNumber);
      session.txn = this.parts.transactions.begin(true);
      session.outcome = 'open';
      session.startedAt = session.usedAt;
    } else if (txnNumber !== session.txnNumber || session.outcome !== 'open' || !session.txn) {
      throw noSuchTransaction(session, txnNumber);
    }
    return session.txn;
  }

  private async endTransaction(request: Request): Promise<Reply> {
    const { fields, name } = request;
    new Args(name, fields).allowOnly(END_FIELDS);
    checkConcerns(fields);
    const session = this.sessionOf(fields);
    const txnNumber = txnNumberOf(fields);
    const current = txnNumber === session.txnNumber;
    session.usedAt = Date.now();
    if (name === 'abortTransaction') {
      if (!current || session.outcome !== 'open') throw noSuchTransaction(session, txnNumber);
      this.abort(session);
      return okReply(new Map());
    }
    if (!current || (session.outcome !== 'open' && session.outcome !== 'committed')) throw noSuchTransaction(session, txnNumber);
    if (session.outcome === 'open' && session.txn) {
      const { txn } = session;
      session.outcome = 'committed';
      session.txn = undefined;
      if (!txn.isReadOnly) txn.put(...session.record());
      session.version = txn.commit();
    }
    await this.parts.engine.durable(session.version);
    return okReply(new Map());
  }

  private sessionOf(fields: Doc): Session {
    const lsid = fields.get('lsid');
    const id = isDoc(lsid) ? lsid.get('id') : undefined;
    if (!(id instanceof Binary) || id.bytes.length !== 16) throw new StoreError('InvalidOptions', 'a transaction number needs a logical session id');
    return this.sessions.get(id.bytes.latin1Slice());
  }
}

const END_FIELDS = new Set(['commitTransaction', 'abortTransaction', 'recoveryToken', ...GENERIC_FIELDS]);

function remember(session: Session, request: Request, reply: Reply, txn: Transaction): void {
  session.usedAt = Date.now();
  session.replies.set(statementOf(request), { name: request.name, bytes: encodeReply(reply) });
  txn.put(...session.record());
}

function statementOf(request: Request): number {
  return numeric(request.fields.get('stmtId')) ?? 0;
}

function txnNumberOf(fields: Doc): number {
  const txnNumber = numeric(fields.get('txnNumber'));
  if (txnNumber === undefined || !Number.isInteger(txnNumber) || txnNumber < 0) throw new StoreError('InvalidOptions', 'a transaction needs a transaction number');
  if (fields.get('autocommit') !== false) throw new StoreError('InvalidOptions', "'autocommit' must be false in a transaction");
  return txnNumber;
}

function noSuchTransaction(session: Session, txnNumber: number): StoreError {
  if (txnNumber < session.txnNumber) {
    return new StoreError('TransactionTooOld', `Cannot continue transaction ${txnNumber} because a newer transaction ${session.txnNumber} has started on this session.`);
  }
  if (txnNumber === session.txnNumber && session.outcome === 'committed') return new StoreError('TransactionCommitted', `Transaction with { txnNumber: ${txnNumber} } has been committed.`);
  return new StoreError('NoSuchTransaction', `Given transaction number ${txnNumber} does not match any in-progress transactions. The active transaction number is ${session.txnNumber}`, ['TransientTransactionError']);
}

function ended(txn: Transaction): Promise<void> {
  return new Promise((resolve) => (txn.isOpen ? txn.onEnd(resolve) : resolve()));
}
