import { StoreError } from '../errors';
import { checkKeyLength, keyOf } from '../bson/keys';
import { Doc, Value, doc, isDoc, typeName } from '../bson/values';
import type { Collection, Index } from './catalog';
import { DocumentKeys, IndexEntry, documentKeys } from './indexKeys';

/** What a writer needs of a transaction. */
export interface Writable {
  get(key: string): Buffer | undefined;
  claim(key: string): void;
  put(key: string, value: Buffer | null): void;
}

/** Called when a document turns an index multikey, so that the mark is kept. */
export type OnMultikey = (collection: Collection) => void;

/** The ordered key of an _id; throws for values that MongoDB does not take as _id. */
export function primaryKey(id: Value | undefined): string {
  if (id === undefined) throw new StoreError('InvalidIdField', 'the document has no _id');
  const type = typeName(id);
  if (type === 'array' || type === 'regex') throw new StoreError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  const key = keyOf(id);
  checkKeyLength(key, '_id');
  return key;
}

/** Entries of a document in an index; none when a partial index leaves it out. */
export function entriesOf(index: Index, document: Doc): DocumentKeys {
  if (index.partial && !index.partial.test(document)) return { entries: [], multikey: index.multikey };
  return documentKeys(index.fields, document);
}

/** The key under which an entry is stored: a unique index has one per value, others one per value and document. */
export function entryKey(index: Index, entry: IndexEntry, id: string): string {
  const key = index.prefix + entry.key + (index.unique ? '' : id);
  checkKeyLength(key, `index ${index.name}`);
  return key;
}

/** Stores a new document. Everything is checked before anything is written. */
export function insertRecord(txn: Writable, collection: Collection, document: Doc, bytes: Buffer, onMultikey: OnMultikey): void {
  const id = primaryKey(document.get('_id'));
  const key = collection.prefix + id;
  txn.claim(key);
  if (txn.get(key)) throw duplicate(collection, doc({ _id: 1 }), '_id_', [document.get('_id')]);
  const added = collection.indexes.flatMap((index) => newEntries(txn, collection, index, document, id, onMultikey));
  txn.put(key, bytes);
  for (const entry of added) txn.put(entry, idValue(id));
}

/** Replaces a stored document by its new version with the same _id. */
export function replaceRecord(txn: Writable, collection: Collection, before: Doc, after: Doc, bytes: Buffer, onMultikey: OnMultikey): void {
  const id = primaryKey(before.get('_id'));
  const key = collection.prefix + id;
  txn.claim(key);
  const removed: string[] = [];
  const added: string[] = [];
  for (const index of collection.indexes) {
    const old = new Set(entriesOf(index, before).entries.map((entry) => entryKey(index, entry, id)));
    const fresh = new Set(newEntries(txn, collection, index, after, id, onMultikey, old));
    for (const entry of old) if (!fresh.has(entry)) removed.push(entry);
    for (const entry of fresh) if (!old.has(entry)) added.push(entry);
    if (index.unique) for (const entry of old) if (!fresh.has(entry)) txn.claim(entry);
  }
  txn.put(key, bytes);
  for (const entry of removed) txn.put(entry, null);
  for (const entry of added) txn.put(entry, idValue(id));
}

/** Removes a stored document. */
export function deleteRecord(txn: Writable, collection: Collection, document: Doc): void {
  const id = primaryKey(document.get('_id'));
  const key = collection.prefix + id;
  txn.claim(key);
  const removed: string[] = [];
  for (const index of collection.indexes) {
    for (const entry of entriesOf(index, document).entries) {
      const entryAt = entryKey(index, entry, id);
      if (index.unique) txn.claim(entryAt);
      removed.push(entryAt);
    }
  }
  txn.put(key, null);
  for (const entry of removed) txn.put(entry, null);
}

/** Value of an index entry: the document's key in its collection. */
export function idValue(id: string): Buffer {
  return Buffer.from(id, 'latin1');
}

/** Keys of a document's entries, checked against a unique index. `own` are the document's present entries. */
export function newEntries(
  txn: Writable,
  collection: Collection,
  index: Index,
  document: Doc,
  id: string,
  onMultikey: OnMultikey,
  own?: ReadonlySet<string>,
): string[] {
  const { entries, multikey } = entriesOf(index, document);
  markMultikey(collection, index, multikey, onMultikey);
  return entries.map((entry) => {
    const key = entryKey(index, entry, id);
    if (index.unique && !own?.has(key)) {
      txn.claim(key);
      if (txn.get(key)) throw duplicate(collection, index.definition.get('key') as Doc, index.name, entry.values);
    }
    return key;
  });
}

function markMultikey(collection: Collection, index: Index, multikey: readonly boolean[], onMultikey: OnMultikey): void {
  let changed = false;
  multikey.forEach((is, i) => {
    if (!is || index.multikey[i]) return;
    index.multikey[i] = true;
    changed = true;
  });
  if (changed) onMultikey(collection);
}

/** MongoDB's error 11000 with keyPattern and keyValue. */
export function duplicate(collection: Collection, pattern: Doc, name: string, values: readonly (Value | undefined)[]): StoreError {
  const keyValue: Doc = new Map([...pattern.keys()].map((path, i) => [path, values[i] ?? null]));
  const shown = [...keyValue].map(([path, value]) => `${path}: ${show(value)}`).join(', ');
  return new StoreError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection.namespace} index: ${name} dup key: { ${shown} }`,
    [],
    new Map<string, Value>([['keyPattern', pattern], ['keyValue', keyValue]]),
  );
}

/** A value as MongoDB's shell-like error texts show it. */
function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (isDoc(value)) return `{ ${[...value].map(([name, item]) => `${name}: ${show(item)}`).join(', ')} }`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  switch (typeName(value)) {
    case 'objectId': return `ObjectId('${(value as { toHex(): string }).toHex()}')`;
    case 'double': return String(typeof value === 'number' ? value : (value as { value: number }).value);
    case 'binData': return `BinData(...)`;
    default: return String(value);
  }
}
