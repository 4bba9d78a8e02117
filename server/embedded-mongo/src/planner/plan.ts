import type { Collection, Index } from '../storage/catalog';
import type { IndexField } from '../storage/indexKeys';
import type { Node } from '../query/ast';
import { Constraint, Interval, constraintsOf, descending, intersect } from './bounds';
import { implies } from './partial';

export interface SortField {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** How to find the candidates of a query. The filter is always checked on them again. */
export interface Plan {
  /** The index, or undefined when the collection itself is read (by _id or as a whole). */
  readonly index: Index | undefined;
  /** Key ranges, disjoint and in order. */
  readonly ranges: readonly Interval[];
  readonly reverse: boolean;
  /** Candidates come in the wanted order. */
  readonly sorted: boolean;
  /** Every range is one full key. */
  readonly exact: boolean;
  /** The same document may come more than once. */
  readonly repeats: boolean;
}

/** A source of ordered keys: an index, or the collection in the order of _id. */
interface Source {
  readonly index: Index | undefined;
  readonly prefix: string;
  readonly fields: readonly IndexField[];
  readonly multikey: readonly boolean[];
  readonly unique: boolean;
}

interface Candidate extends Plan {
  readonly score: number;
}

/** More ranges than this cost more than they save. */
const MAX_RANGES = 4000;

/** Chooses how to read a collection; several plans are the branches of an $or, to be united. */
export function planQuery(collection: Collection, node: Node, sort: readonly SortField[], limited: boolean): Plan[] {
  const constraints = constraintsOf(node);
  let best = scan(collection, sort);
  for (const source of sourcesOf(collection)) {
    if (source.index?.partial && !implies(constraints, source.index.partial.node)) continue;
    const candidate = consider(source, constraints, sort, limited);
    if (candidate && candidate.score > best.score) best = candidate;
  }
  if (best.score >= 10) return [best];
  return planOr(collection, node) ?? [best];
}

function scan(collection: Collection, sort: readonly SortField[]): Candidate {
  const range: Interval = [collection.prefix, `${collection.prefix}\xff`];
  return { index: undefined, ranges: [range], reverse: false, sorted: sort.length === 0, exact: false, repeats: false, score: 0 };
}

/** The branches of an $or, when every one of them has an index of its own. */
function planOr(collection: Collection, node: Node): Plan[] | undefined {
  const or = node.kind === 'or' ? node : node.kind === 'and' ? node.nodes.find((child) => child.kind === 'or') : undefined;
  if (!or || or.kind !== 'or') return undefined;
  const plans: Plan[] = [];
  for (const branch of or.nodes) {
    const found = planQuery(collection, branch, [], false);
    if (found.some((plan) => isWholeScan(plan, collection))) return undefined;
    plans.push(...found);
  }
  return plans.map((plan) => ({ ...plan, sorted: false, repeats: true }));
}

function isWholeScan(plan: Plan, collection: Collection): boolean {
  return plan.index === undefined && plan.ranges[0]?.[0] === collection.prefix;
}

const ID_FIELD: readonly IndexField[] = [{ path: '_id', parts: ['_id'], direction: 1 }];

function* sourcesOf(collection: Collection): Iterable<Source> {
  yield { index: undefined, prefix: collection.prefix, fields: ID_FIELD, multikey: [false], unique: true };
  for (const index of collection.indexes) {
    yield { index, prefix: index.prefix, fields: index.fields, multikey: index.multikey, unique: index.unique };
  }
}

function consider(source: Source, constraints: ReadonlyMap<string, readonly Constraint[]>, sort: readonly SortField[], limited: boolean): Candidate | undefined {
  let ranges: Interval[] = [['', '']];
  const single: boolean[] = [];
  let score = 0;
  let bounded = 0;
  for (const [i, field] of source.fields.entries()) {
    const bound = boundOf(source, i, bounded, constraints);
    if (!bound || bound.intervals.length * ranges.length > MAX_RANGES) break;
    const intervals = field.direction === 1 ? bound.intervals : descending(bound.intervals);
    ranges = ranges.flatMap(([from]) => intervals.map(([low, high]): Interval => [from + low, from + high]));
    bounded = i + 1;
    score += bound.points ? 10 : 6;
    // A range ends the prefix: the next fields are not in order within it.
    if (!bound.points) break;
    single[i] = intervals.length === 1;
  }
  const allPoints = bounded === source.fields.length && single.length === bounded;
  if (allPoints && source.unique) score += 100;
  const order = sort.length === 0 ? 1 : orderOf(source, sort, single);
  if (sort.length > 0 && order) score += bounded > 0 || limited ? 4 : 0;
  if (score === 0) return undefined;
  if (bounded === 0) ranges = [['', '\xff']];
  return {
    index: source.index,
    ranges: ranges.map(([from, to]): Interval => [source.prefix + from, source.prefix + to]),
    reverse: order === -1,
    sorted: order !== 0,
    exact: allPoints,
    repeats: source.multikey.includes(true),
    score,
  };
}

/** Bounds of the i-th field, given that the fields before it are bounded to points. */
function boundOf(source: Source, i: number, bounded: number, constraints: ReadonlyMap<string, readonly Constraint[]>): Constraint | undefined {
  const field = source.fields[i] as IndexField;
  const list = constraints.get(field.path);
  const first = list?.[0];
  if (!list || !first) return undefined;
  const best = list.find((constraint) => constraint.points) ?? first;
  if (!source.multikey[i]) {
    return list.reduce((all, next) => ({ ...all, intervals: intersect(all.intervals, next.intervals) }), best);
  }
  // Two conditions on one array may hold for different elements, so they do not narrow each other.
  const root = field.parts[0];
  const shares = source.fields.slice(0, bounded).some((other, j) => source.multikey[j] && other.parts[0] === root);
  return shares ? undefined : best;
}

/** 1 or -1 when reading the source forwards or backwards gives the order, else 0. */
function orderOf(source: Source, sort: readonly SortField[], single: readonly boolean[]): 1 | -1 | 0 {
  if (source.multikey.includes(true)) return 0;
  let way: 1 | -1 | 0 = 0;
  let wanted = 0;
  for (let i = 0; wanted < sort.length; i++) {
    const field = source.fields[i];
    const next = sort[wanted] as SortField;
    // Values fixed to one point do not disturb the order.
    const fixed = source.fields.findIndex((other) => other.path === next.path);
    if (fixed >= 0 && single[fixed]) {
      wanted++;
      i--;
      continue;
    }
    // _id is unique: nothing after it changes the order.
    if (!field) return 0;
    if (field.path !== next.path) {
      if (single[i]) continue;
      return 0;
    }
    const direction = field.direction === next.direction ? 1 : -1;
    if (way !== 0 && way !== direction) return 0;
    way = direction;
    wanted++;
  }
  return way || 1;
}
