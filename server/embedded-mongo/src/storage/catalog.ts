import { StoreError } from '../errors';
import { decode } from '../bson/decode';
import { encode } from '../bson/encode';
import { Doc, Value, doc, isDoc } from '../bson/values';
import { Matcher, compileFilter } from '../query/match';
import type { IndexField } from './indexKeys';
import type { Reader } from './snapshot';
import { FIRST_FREE_SPACE, META_SPACE, spacePrefix } from './spaces';

/** An index as the planner and the writers need it. */
export interface Index {
  readonly name: string;
  readonly prefix: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly partial: Matcher | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** As the client gave it: for listIndexes and for comparing definitions. */
  readonly definition: Doc;
  /** Per field: some document has had an array there. Never goes back to false. */
  readonly multikey: boolean[];
}

export interface Collection {
  readonly database: string;
  readonly name: string;
  readonly namespace: string;
  readonly prefix: string;
  indexes: readonly Index[];
  /** Commit from which its present indexes are complete: older snapshots must not use it. */
  changedAt: number;
}

type Write = readonly [key: string, value: Buffer | null];

const META = spacePrefix(META_SPACE);
const NEXT_SPACE = `${META}next`;
/** Every space that has been dropped and still holds keys. */
const GARBAGE = `${META}g`;
const COLLECTION = `${META}c`;

/** The collections and their indexes, in memory; every change also yields the writes that keep it. */
export class Catalog {
  private collections = new Map<string, Collection>();
  private nextSpace = FIRST_FREE_SPACE;
  /** Commit in which a collection was last dropped, by namespace. */
  private readonly dropped = new Map<string, number>();

  /** Reads everything from the store, forgetting what was in memory. */
  load(reader: Reader): void {
    this.collections = new Map();
    this.nextSpace = reader.get(NEXT_SPACE)?.readUInt32BE(0) ?? FIRST_FREE_SPACE;
    for (const [, value] of reader.scan(COLLECTION, `${META}d`)) {
      const collection = fromRecord(decode(value));
      this.collections.set(collection.namespace, collection);
    }
  }

  get(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  /** Collections of one database in the order of their names. */
  list(database: string): Collection[] {
    return [...this.collections.values()].filter((item) => item.database === database).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** All collections of all databases. */
  all(): Iterable<Collection> {
    return this.collections.values();
  }

  /** Adds an empty collection. */
  create(database: string, name: string): { collection: Collection; writes: Write[] } {
    const namespace = checkNamespace(database, name);
    const { id, write } = this.allocate();
    const collection: Collection = { database, name, namespace, prefix: spacePrefix(id), indexes: [], changedAt: this.dropped.get(namespace) ?? 0 };
    this.collections.set(namespace, collection);
    return { collection, writes: [write, save(collection)] };
  }

  /** Adds an index, whose entries the caller has to write in the same commit. */
  addIndex(collection: Collection, definition: Doc): { index: Index; writes: Write[] } {
    const { id, write } = this.allocate();
    const index = makeIndex(definition, id, undefined);
    collection.indexes = [...collection.indexes, index];
    return { index, writes: [write, save(collection)] };
  }

  /** Forgets indexes; their entries become garbage. */
  dropIndexes(collection: Collection, dropped: ReadonlySet<Index>): Write[] {
    collection.indexes = collection.indexes.filter((index) => !dropped.has(index));
    return [save(collection), ...[...dropped].map((index) => garbage(index.prefix))];
  }

  /** Forgets a collection; its keys become garbage. `version` is the commit that drops it. */
  drop(collection: Collection, version: number): Write[] {
    this.dropped.set(collection.namespace, version);
    this.collections.delete(collection.namespace);
    return [
      [COLLECTION + utf8(collection.namespace), null],
      garbage(collection.prefix),
      ...collection.indexes.map((index) => garbage(index.prefix)),
    ];
  }

  /** True when a snapshot of that version must not be used on the collection any more. */
  changedSince(namespace: string, version: number): boolean {
    return (this.collections.get(namespace)?.changedAt ?? this.dropped.get(namespace) ?? 0) > version;
  }

  /** The write that keeps a collection's present state, after a multikey mark. */
  save(collection: Collection): Write {
    return save(collection);
  }

  private allocate(): { id: number; write: Write } {
    const id = this.nextSpace++;
    const value = Buffer.alloc(4);
    value.writeUInt32BE(this.nextSpace);
    return { id, write: [NEXT_SPACE, value] };
  }
}

/** Prefixes of dropped spaces that still hold keys, with the key of their mark. */
export function* garbagePrefixes(reader: Reader): Iterable<{ mark: string; prefix: string }> {
  for (const [mark] of reader.scan(GARBAGE, `${META}h`)) yield { mark, prefix: mark.slice(GARBAGE.length) };
}

function garbage(prefix: string): Write {
  return [GARBAGE + prefix, Buffer.from([1])];
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').latin1Slice();
}

function checkNamespace(database: string, name: string): string {
  const namespace = `${database}.${name}`;
  if (!database || !name || /[\0/\\. "$]/.test(database) || /[\0$]/.test(name) || name.startsWith('.') || name.startsWith('system.') || Buffer.byteLength(namespace) > 255) {
    throw new StoreError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
  }
  return namespace;
}

function save(collection: Collection): Write {
  const indexes = collection.indexes.map((index): Value =>
    doc({ definition: index.definition, space: Buffer.from(index.prefix, 'latin1').readUInt32BE(0), multikey: [...index.multikey] }),
  );
  const record = doc({
    database: collection.database,
    name: collection.name,
    space: Buffer.from(collection.prefix, 'latin1').readUInt32BE(0),
    indexes,
  });
  return [COLLECTION + utf8(collection.namespace), encode(record)];
}

function fromRecord(record: Doc): Collection {
  const database = record.get('database') as string;
  const name = record.get('name') as string;
  const indexes = (record.get('indexes') as Doc[]).map((item) =>
    makeIndex(item.get('definition') as Doc, item.get('space') as number, item.get('multikey') as boolean[]),
  );
  return { database, name, namespace: `${database}.${name}`, prefix: spacePrefix(record.get('space') as number), indexes, changedAt: 0 };
}

function makeIndex(definition: Doc, space: number, multikey: boolean[] | undefined): Index {
  const fields = [...(definition.get('key') as Doc)].map(([path, direction]): IndexField => ({
    path,
    parts: path.split('.'),
    direction: Number(direction) < 0 ? -1 : 1,
  }));
  const partial = definition.get('partialFilterExpression');
  return {
    name: definition.get('name') as string,
    prefix: spacePrefix(space),
    fields,
    unique: definition.get('unique') === true,
    partial: isDoc(partial) ? compileFilter(partial) : undefined,
    expireAfterSeconds: definition.get('expireAfterSeconds') as number | undefined,
    definition,
    multikey: multikey ?? fields.map(() => false),
  };
}
