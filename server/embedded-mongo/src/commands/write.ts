import { StoreError } from '../errors';
import { randomBytes } from 'node:crypto';
import { decode } from '../bson/decode';
import { RawDoc, Reply, encode } from '../bson/encode';
import { Doc, ObjectId, Value, doc, isDoc, numeric } from '../bson/values';
import { runQuery } from '../planner/execute';
import { Matcher, compileFilter } from '../query/match';
import type { Collection } from '../storage/catalog';
import { deleteRecord, insertRecord, replaceRecord } from '../storage/records';
import { Update, parseUpdate } from '../update/update';
import type { Transaction } from '../txn/transaction';
import { Args } from './args';
import { Command, CommandContext, collectionOf, namespaceOf } from './context';

const MAX_BATCH = 100_000;

/** The collection to write to, created when it does not exist yet. */
export function ensureCollection(context: CommandContext): Collection {
  const existing = collectionOf(context);
  if (existing) return existing;
  const name = namespaceOf(context).slice(context.database.length + 1);
  const { collection, writes } = context.parts.catalog.create(context.database, name);
  context.parts.engine.commit(writes);
  return collection;
}

/** Keeps the mark that an index holds arrays; it does no harm when the transaction aborts later. */
export function keepMultikey(context: CommandContext): (collection: Collection) => void {
  return (collection) => context.parts.engine.commit([context.parts.catalog.save(collection)]);
}

/** Runs statements in order, collecting errors as MongoDB's `writeErrors`. */
function runStatements(context: CommandContext, count: number, run: (index: number) => void): Value[] {
  if (count === 0) throw new StoreError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_BATCH}. Got 0 operations.`);
  if (count > MAX_BATCH) throw new StoreError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${count} operations.`);
  const ordered = context.args.fields.get('ordered') !== false;
  const errors: Value[] = [];
  for (let i = 0; i < count; i++) {
    try {
      run(i);
    } catch (error) {
      if (!(error instanceof StoreError) || error.labels.length > 0) throw error;
      errors.push(doc({ index: i, code: error.code, errmsg: error.message, ...Object.fromEntries(error.extra as ReadonlyMap<string, Value>) }));
      // A failed statement ends its transaction, so the rest is not tried.
      if (ordered || context.txn.explicit) break;
    }
  }
  return errors;
}

function withErrors(reply: Reply, errors: Value[]): Reply {
  if (errors.length > 0) reply.set('writeErrors', errors);
  return reply;
}

/** `insert`: one or many documents. */
export const insert: Command = {
  kind: 'write',
  fields: new Set(['insert', 'documents', 'ordered', 'bypassDocumentValidation']),
  run(context) {
    const { documents, txn } = context;
    const collection = ensureCollection(context);
    let n = 0;
    const errors = runStatements(context, documents.length, (i) => {
      insertOne(context, collection, txn, documents[i] as Buffer);
      n++;
    });
    return withErrors(new Map([['n', n]]), errors);
  },
};

function insertOne(context: CommandContext, collection: Collection, txn: Transaction, bytes: Buffer): void {
  const document = decode(bytes);
  for (const name of document.keys()) {
    if (name.startsWith('$')) throw new StoreError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${name}' is not allowed in an inserted document by the embedded store`);
  }
  const isFirst = document.keys().next().value === '_id';
  const stored = isFirst ? document : withIdFirst(document);
  insertRecord(txn, collection, stored, isFirst ? sized(bytes) : encode(stored), keepMultikey(context));
}

/** The stored bytes stay in memory until they are flushed: they must not hold the whole message. */
function sized(bytes: Buffer): Buffer {
  if (bytes.length > 16 * 1024 * 1024) throw new StoreError('BSONObjectTooLarge', `object to insert too large. size in bytes: ${bytes.length}, max size: 16777216`);
  return bytes.buffer.byteLength > bytes.length * 4 ? Buffer.from(bytes) : bytes;
}

/** MongoDB stores _id as the first field and makes one when it is missing. */
export function withIdFirst(document: Doc): Doc {
  const result: Doc = new Map([['_id', document.get('_id') ?? newObjectId()]]);
  for (const [name, value] of document) if (name !== '_id') result.set(name, value);
  return result;
}

const processPart = randomBytes(5);
let objectIdCounter = randomBytes(3).readUIntBE(0, 3);

function newObjectId(): ObjectId {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(Math.floor(Date.now() / 1000), 0);
  processPart.copy(bytes, 4);
  objectIdCounter = (objectIdCounter + 1) & 0xffffff;
  bytes.writeUIntBE(objectIdCounter, 9, 3);
  return new ObjectId(bytes.toString('latin1'));
}

/** What one update statement did. */
export interface UpdateOutcome {
  matched: number;
  modified: number;
  upserted: Doc | undefined;
  /** The last document before and after, for findAndModify. */
  before: Doc | undefined;
  after: Doc | undefined;
}

/** Finds the targets first and writes then, so that an update cannot meet its own results. */
export function updateMatching(context: CommandContext, collection: Collection, matcher: Matcher, update: Update, options: { multi: boolean; upsert: boolean }, targets: readonly Buffer[]): UpdateOutcome {
  const outcome: UpdateOutcome = { matched: 0, modified: 0, upserted: undefined, before: undefined, after: undefined };
  if (options.multi && update.isReplacement) throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
  for (const bytes of targets) {
    const before = decode(bytes);
    const after = update.apply(before);
    const encoded = encode(after);
    outcome.matched++;
    outcome.before = before;
    outcome.after = after;
    if (encoded.equals(bytes)) continue;
    replaceRecord(context.txn, collection, before, after, encoded, keepMultikey(context));
    outcome.modified++;
  }
  if (outcome.matched === 0 && options.upsert) {
    const created = withIdFirst(update.insert(matcher.node));
    insertRecord(context.txn, collection, created, encode(created), keepMultikey(context));
    outcome.upserted = created;
    outcome.after = created;
  }
  return outcome;
}

/** The stored bytes a write statement is about. */
export function targetsOf(context: CommandContext, collection: Collection | undefined, matcher: Matcher, sort: readonly { path: string; direction: 1 | -1 }[], limit: number): Buffer[] {
  return collection ? [...runQuery(context.txn, collection, { matcher, sort, skip: 0, limit, checkTime: context.checkTime })] : [];
}

const UPDATE_FIELDS = new Set(['q', 'u', 'multi', 'upsert', 'collation']);

/** `update`: one or many, by operators or replacement, with upsert. */
export const update: Command = {
  kind: 'write',
  fields: new Set(['update', 'updates', 'ordered', 'bypassDocumentValidation']),
  run(context) {
    const statements = context.args.required('updates', context.args.array('updates'));
    let n = 0;
    let nModified = 0;
    const upserted: Value[] = [];
    const errors = runStatements(context, statements.length, (index) => {
      const statement = statementOf('update.updates', statements[index], UPDATE_FIELDS);
      const matcher = compileFilter(statement.required('q', statement.doc('q')));
      const change = parseUpdate(statement.required('u', statement.fields.get('u')));
      const multi = statement.bool('multi');
      const upsert = statement.bool('upsert');
      const existing = upsert ? ensureCollection(context) : collectionOf(context);
      if (!existing) return;
      const targets = targetsOf(context, existing, matcher, [], multi ? 0 : 1);
      const outcome = updateMatching(context, existing, matcher, change, { multi, upsert }, targets);
      n += outcome.matched + (outcome.upserted ? 1 : 0);
      nModified += outcome.modified;
      if (outcome.upserted) upserted.push(doc({ index, _id: outcome.upserted.get('_id') }));
    });
    const reply: Reply = new Map<string, Value>([['n', n], ['nModified', nModified]]);
    if (upserted.length > 0) reply.set('upserted', upserted);
    return withErrors(reply, errors);
  },
};

const DELETE_FIELDS = new Set(['q', 'limit', 'collation']);

/** `delete`: one or many. */
export const remove: Command = {
  kind: 'write',
  fields: new Set(['delete', 'deletes', 'ordered']),
  run(context) {
    const statements = context.args.required('deletes', context.args.array('deletes'));
    let n = 0;
    const errors = runStatements(context, statements.length, (index) => {
      const statement = statementOf('delete.deletes', statements[index], DELETE_FIELDS);
      const matcher = compileFilter(statement.required('q', statement.doc('q')));
      const limit = numeric(statement.fields.get('limit'));
      if (limit !== 0 && limit !== 1) throw new StoreError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`);
      const collection = collectionOf(context);
      if (!collection) return;
      for (const bytes of targetsOf(context, collection, matcher, [], limit)) {
        deleteRecord(context.txn, collection, decode(bytes));
        n++;
      }
    });
    return withErrors(new Map([['n', n]]), errors);
  },
};

function statementOf(owner: string, value: Value | undefined, allowed: ReadonlySet<string>): Args {
  if (!isDoc(value)) throw new StoreError('TypeMismatch', `BSON field '${owner}' must hold documents`);
  const statement = new Args(owner, value);
  statement.allowOnly(allowed);
  statement.refuseCollation();
  return statement;
}

/** An encoded document for a reply, or null. */
export function rawOrNull(document: Doc | undefined): RawDoc | null {
  return document ? new RawDoc(encode(document)) : null;
}
