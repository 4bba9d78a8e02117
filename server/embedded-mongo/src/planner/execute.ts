import { decodeFields } from '../bson/decode';
import { Doc } from '../bson/values';
import type { Matcher } from '../query/match';
import type { Collection } from '../storage/catalog';
import { IndexField, documentKeys } from '../storage/indexKeys';
import type { Reader } from '../storage/snapshot';
import { Plan, SortField, planQuery } from './plan';

export interface Query {
  readonly matcher: Matcher;
  readonly sort: readonly SortField[];
  readonly skip: number;
  /** 0 for no limit. */
  readonly limit: number;
  /** Called now and then in long scans; throws when the time is over. */
  readonly checkTime: () => void;
}

const CHECK_EVERY = 256;

/** The stored bytes of the matching documents, in order. */
export function* runQuery(reader: Reader, collection: Collection, query: Query): Iterable<Buffer> {
  const plans = planQuery(collection, query.matcher.node, query.sort, query.limit > 0);
  const sorted = plans.length === 1 && plans[0]?.sorted === true;
  const { skip, limit } = query;
  const stop = limit > 0 ? skip + limit : Infinity;
  const source = matches(reader, collection, plans, query);
  let position = 0;
  for (const bytes of sorted || query.sort.length === 0 ? source : sortBytes(source, query.sort, stop)) {
    if (position++ >= skip) yield bytes;
    if (position >= stop) return;
  }
}

function* matches(reader: Reader, collection: Collection, plans: readonly Plan[], query: Query): Iterable<Buffer> {
  const { test, fields } = query.matcher;
  const seen = plans.some((plan) => plan.repeats) ? new Set<string>() : undefined;
  let count = 0;
  for (const plan of plans) {
    for (const [id, bytes] of candidates(reader, collection, plan)) {
      if (++count % CHECK_EVERY === 0) query.checkTime();
      if (seen) {
        if (seen.has(id)) continue;
        seen.add(id);
      }
      if (fields.size === 0 || test(decodeFields(bytes, fields))) yield bytes;
    }
  }
}

function* candidates(reader: Reader, collection: Collection, plan: Plan): Iterable<readonly [string, Buffer]> {
  const ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges;
  for (const [from, to] of ranges) {
    if (plan.exact && (!plan.index || plan.index.unique)) {
      const found = reader.get(from);
      if (found) yield* plan.index ? fetch(reader, collection, found) : [[from, found] as const];
      continue;
    }
    if (!plan.index) {
      yield* reader.scan(from, to, plan.reverse);
      continue;
    }
    for (const [, id] of reader.scan(from, to, plan.reverse)) yield* fetch(reader, collection, id);
  }
}

function* fetch(reader: Reader, collection: Collection, id: Buffer): Iterable<readonly [string, Buffer]> {
  const key = collection.prefix + id.latin1Slice();
  const bytes = reader.get(key);
  if (bytes) yield [key, bytes];
}

/** The key by which documents are put in order: MongoDB takes an array's lowest (or, descending, highest) element. */
export function sortKeyer(sort: readonly SortField[]): (document: Doc) => string {
  const fields = sort.map(({ path, direction }): IndexField => ({ path, parts: path.split('.'), direction }));
  return (document) => {
    let lowest: string | undefined;
    for (const { key } of documentKeys(fields, document).entries) if (lowest === undefined || key < lowest) lowest = key;
    return lowest ?? '';
  };
}

/** How many items there are. */
export function countItems(items: Iterable<unknown>): number {
  let n = 0;
  const iterator = items[Symbol.iterator]();
  while (!iterator.next().done) n++;
  return n;
}

interface Sortable<T> {
  readonly key: string;
  readonly item: T;
}

/** Sorts items by a key, keeping only the first `stop`. */
export function sortItems<T>(items: Iterable<T>, keyOf: (item: T) => string, stop: number): T[] {
  let list: Sortable<T>[] = [];
  const prune = Math.max(stop * 2, 1000);
  for (const item of items) {
    list.push({ key: keyOf(item), item });
    if (list.length >= prune && stop !== Infinity) list = inOrder(list).slice(0, stop);
  }
  return inOrder(list).slice(0, stop === Infinity ? undefined : stop).map(({ item }) => item);
}

function inOrder<T>(list: Sortable<T>[]): Sortable<T>[] {
  return list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function sortBytes(source: Iterable<Buffer>, sort: readonly SortField[], stop: number): Buffer[] {
  const key = sortKeyer(sort);
  const fields = new Set(sort.map(({ path }) => path.split('.')[0] as string));
  return sortItems(source, (bytes) => key(decodeFields(bytes, fields)), stop);
}
