import { StoreError, notImplemented } from '../errors';
import { decode } from '../bson/decode';
import { RawDocs, Reply, encode } from '../bson/encode';
import { Doc, Value, doc, isDoc, numeric } from '../bson/values';
import { equal } from '../bson/compare';
import { compileFilter } from '../query/match';
import type { Collection, Index } from '../storage/catalog';
import { idValue, newEntries, primaryKey } from '../storage/records';
import { Args } from './args';
import { Command, CommandContext, collectionOf, namespaceOf } from './context';
import { ensureCollection, keepMultikey } from './write';

const ID_INDEX = doc({ v: 2, key: doc({ _id: 1 }), name: '_id_' });
const INDEX_FIELDS = new Set(['key', 'name', 'unique', 'partialFilterExpression', 'expireAfterSeconds', 'v', 'background', 'collation']);
const PARTIAL_TESTS = new Set(['eq', 'gt', 'gte', 'lt', 'lte', 'in', 'exists', 'type']);

/** `createIndexes`: builds the indexes at once; writers wait meanwhile. */
export const createIndexes: Command = {
  kind: 'schema',
  fields: new Set(['createIndexes', 'indexes', 'commitQuorum']),
  run(context) {
    const existed = collectionOf(context) !== undefined;
    const specs = context.args.required('indexes', context.args.array('indexes')).map(parseIndex);
    const collection = ensureCollection(context);
    const before = collection.indexes.length + 1;
    for (const definition of specs) if (isNew(collection, definition)) build(context, collection, definition);
    return new Map<string, Value>([
      ['numIndexesBefore', before],
      ['numIndexesAfter', collection.indexes.length + 1],
      ['createdCollectionAutomatically', !existed],
      ...(collection.indexes.length + 1 === before ? ([['note', 'all indexes already exist']] as const) : []),
    ]);
  },
};

/** Checks a definition and brings it into the form that listIndexes answers with. */
function parseIndex(value: Value): Doc {
  if (!isDoc(value)) throw new StoreError('TypeMismatch', "BSON field 'createIndexes.indexes' must hold documents");
  const args = new Args('createIndexes.indexes', value);
  for (const name of value.keys()) {
    if (!INDEX_FIELDS.has(name)) throw notImplemented(`the index option '${name}'`);
  }
  args.refuseCollation();
  const key = args.required('key', args.doc('key'));
  const name = args.required('name', args.string('name'));
  checkKeyPattern(key);
  const partial = args.doc('partialFilterExpression');
  if (partial) checkPartial(partial);
  const expire = args.count('expireAfterSeconds');
  if (expire !== undefined && key.size !== 1) throw new StoreError('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  return doc({
    v: 2,
    unique: args.bool('unique') || undefined,
    key,
    name,
    partialFilterExpression: partial,
    expireAfterSeconds: expire,
  });
}

function checkKeyPattern(key: Doc): void {
  if (key.size === 0) throw new StoreError('CannotCreateIndex', 'Index keys cannot be an empty object');
  for (const [path, direction] of key) {
    if (typeof direction === 'string') throw notImplemented(`an index of type '${direction}'`);
    const way = numeric(direction);
    if (way === undefined || way === 0 || Number.isNaN(way)) throw new StoreError('CannotCreateIndex', `Values in the index key pattern cannot be 0 or of this type: ${path}`);
    const parts = path.split('.');
    if (parts.some((part) => part === '' || part.startsWith('$'))) throw new StoreError('CannotCreateIndex', `Index key '${path}' is not valid`);
    if (parts.some((part) => /^\d+$/.test(part))) throw notImplemented(`an index on the array position '${path}'`);
  }
}

function checkPartial(partial: Doc): void {
  const { node } = compileFilter(partial);
  const nodes = node.kind === 'and' ? node.nodes : [node];
  for (const child of nodes) {
    if (child.kind !== 'field' || !PARTIAL_TESTS.has(child.test.op)) throw new StoreError('CannotCreateIndex', 'unsupported expression in partial index');
  }
}

function isIdIndex(definition: Doc): boolean {
  const key = definition.get('key') as Doc;
  return key.size === 1 && key.has('_id');
}

/** False when the same index exists; throws when a different one has its name or its keys. */
function isNew(collection: Collection, definition: Doc): boolean {
  if (isIdIndex(definition)) return false;
  const name = definition.get('name') as string;
  const key = definition.get('key') as Doc;
  for (const index of collection.indexes) {
    const sameKey = equal(index.definition.get('key') as Doc, key);
    if (index.name === name && sameKey && equal(index.definition, definition)) return false;
    if (index.name === name) {
      throw sameKey
        ? new StoreError('IndexOptionsConflict', `An equivalent index already exists with the same name but different options. Requested index: ${name}`)
        : new StoreError('IndexKeySpecsConflict', `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Requested index: ${name}`);
    }
    if (sameKey && equal(index.definition.get('partialFilterExpression') ?? null, definition.get('partialFilterExpression') ?? null)) {
      throw new StoreError('IndexOptionsConflict', `Index already exists with a different name: ${index.name}`);
    }
  }
  return true;
}

function build(context: CommandContext, collection: Collection, definition: Doc): void {
  const { catalog, engine } = context.parts;
  const { index, writes } = catalog.addIndex(collection, definition);
  try {
    for (const [, bytes] of context.txn.scan(collection.prefix, `${collection.prefix}\xff`)) {
      const document = decode(bytes);
      const id = primaryKey(document.get('_id'));
      for (const entry of newEntries(context.txn, collection, index, document, id, keepMultikey(context))) context.txn.put(entry, idValue(id));
    }
  } catch (error) {
    // The number of the space is spent even so: its mark as garbage must never meet a later index.
    engine.commit([...writes, ...catalog.dropIndexes(collection, new Set([index]))]);
    throw error;
  }
  for (const [key, value] of writes) context.txn.put(key, value);
  collection.changedAt = engine.version + 1;
}

/** `dropIndexes`: by name, by key, several, or `*`. */
export const dropIndexes: Command = {
  kind: 'schema',
  fields: new Set(['dropIndexes', 'deleteIndexes', 'index']),
  run(context) {
    const collection = collectionOf(context);
    if (!collection) throw new StoreError('NamespaceNotFound', `ns not found ${namespaceOf(context)}`);
    const wanted = context.args.required('index', context.args.fields.get('index'));
    const dropped = new Set<Index>();
    if (wanted === '*') for (const index of collection.indexes) dropped.add(index);
    else for (const one of Array.isArray(wanted) ? wanted : [wanted]) dropped.add(findIndex(collection, one));
    const before = collection.indexes.length + 1;
    for (const [key, value] of context.parts.catalog.dropIndexes(collection, dropped)) context.txn.put(key, value);
    collection.changedAt = context.parts.engine.version + 1;
    return new Map([['nIndexesWas', before]]);
  },
};

function findIndex(collection: Collection, wanted: Value): Index {
  if (wanted === '_id_' || (isDoc(wanted) && isIdIndex(doc({ key: wanted })))) throw new StoreError('InvalidOptions', 'cannot drop _id index');
  const index = collection.indexes.find((item) => item.name === wanted || (isDoc(wanted) && equal(item.definition.get('key') as Doc, wanted)));
  if (!index) throw new StoreError('IndexNotFound', `index not found with name [${typeof wanted === 'string' ? wanted : ''}]`);
  return index;
}

/** `listIndexes` */
export const listIndexes: Command = {
  kind: 'read',
  fields: new Set(['listIndexes', 'cursor']),
  run(context) {
    const collection = collectionOf(context);
    if (!collection) throw new StoreError('NamespaceNotFound', `ns does not exist: ${namespaceOf(context)}`);
    return answer(collection.namespace, [ID_INDEX, ...collection.indexes.map((index) => index.definition)]);
  },
};

/** `listCollections` */
export const listCollections: Command = {
  kind: 'read',
  fields: new Set(['listCollections', 'filter', 'nameOnly', 'cursor', 'authorizedCollections']),
  run(context) {
    const { test } = compileFilter(context.args.doc('filter') ?? new Map());
    const items = context.parts.catalog.list(context.database).map(({ name, namespace }) =>
      doc({
        name,
        type: 'collection',
        options: new Map(),
        info: doc({ readOnly: false }),
        idIndex: doc({ v: 2, key: doc({ _id: 1 }), name: '_id_', ns: namespace }),
      }),
    );
    const nameOnly = context.args.bool('nameOnly');
    const found = items.filter(test).map((item) => (nameOnly ? doc({ name: item.get('name'), type: 'collection' }) : item));
    return answer(`${context.database}.$cmd.listCollections`, found);
  },
};

function answer(namespace: string, items: Doc[]): Reply {
  const cursor: Reply = new Map();
  cursor.set('firstBatch', new RawDocs(items.map((item) => encode(item))));
  cursor.set('id', 0n);
  cursor.set('ns', namespace);
  return new Map([['cursor', cursor]]);
}

/** `create`: a plain collection; every option is refused. */
export const create: Command = {
  kind: 'schema',
  fields: new Set(['create', 'autoIndexId']),
  run(context) {
    if (collectionOf(context)) throw new StoreError('NamespaceExists', `Collection ${namespaceOf(context)} already exists.`);
    ensureCollection(context);
    return new Map();
  },
};

function dropOne(context: CommandContext, collection: Collection): void {
  for (const [key, value] of context.parts.catalog.drop(collection, context.parts.engine.version + 1)) context.txn.put(key, value);
}

/** `drop` */
export const drop: Command = {
  kind: 'schema',
  fields: new Set(['drop']),
  run(context) {
    const collection = collectionOf(context);
    if (!collection) return new Map();
    dropOne(context, collection);
    return new Map<string, Value>([['nIndexesWas', collection.indexes.length + 1], ['ns', collection.namespace]]);
  },
};

/** `dropDatabase` */
export const dropDatabase: Command = {
  kind: 'schema',
  fields: new Set(['dropDatabase']),
  run(context) {
    for (const collection of context.parts.catalog.list(context.database)) dropOne(context, collection);
    return new Map([['dropped', context.database]]);
  },
};
