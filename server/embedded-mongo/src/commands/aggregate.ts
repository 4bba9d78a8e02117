import { StoreError, notImplemented } from '../errors';
import { decode, decodeFields } from '../bson/decode';
import { encode } from '../bson/encode';
import { keyOf } from '../bson/keys';
import { Doc, Regex, Value, isDoc } from '../bson/values';
import { CompiledStage, Lookup, compileStage, positive } from '../aggregate/stages';
import { runQuery } from '../planner/execute';
import type { SortField } from '../planner/plan';
import type { Node } from '../query/ast';
import { compileFilter, compileNode, Matcher } from '../query/match';
import { parseSort } from './args';
import { Command, CommandContext, collectionOf, namespaceOf } from './context';
import type { Results } from './cursors';
import { touch } from './touch';

/** The beginning of a pipeline that the planner can run on indexes. */
interface Head {
  matcher: Matcher;
  sort: SortField[];
  skip: number;
  limit: number;
  /** Number of stages it covers. */
  length: number;
}

/** `aggregate` on one collection. */
export const aggregate: Command = {
  kind: 'read',
  fields: new Set(['aggregate', 'pipeline', 'cursor', 'allowDiskUse', 'collation', 'bypassDocumentValidation']),
  run(context) {
    const { args, parts } = context;
    args.refuseCollation();
    if (args.fields.get('aggregate') === 1) throw notImplemented('aggregate without a collection');
    const pipeline = args.required('pipeline', args.array('pipeline'));
    const cursor = args.required('cursor', args.doc('cursor'));
    const head = headOf(pipeline);
    const stages = pipeline.slice(head.length).map((stage) => compileStage(stage, lookupIn(context)));
    const batchSize = cursor.get('batchSize');
    return parts.cursors.first(context.txn, namespaceOf(context), results(context, head, stages), {
      batchSize: batchSize === undefined ? undefined : positive('cursor.batchSize', batchSize, 0),
      singleBatch: false,
    });
  },
};

/** Takes $match, $sort, $skip and $limit from the front, as far as they come in this order. */
function headOf(pipeline: readonly Value[]): Head {
  const head: Head = { matcher: compileFilter(new Map()), sort: [], skip: 0, limit: 0, length: 0 };
  const order = ['$match', '$sort', '$skip', '$limit'];
  let reached = 0;
  for (const stage of pipeline) {
    const name = isDoc(stage) && stage.size === 1 ? (stage.keys().next().value as string) : '';
    const place = order.indexOf(name, reached);
    if (!isDoc(stage) || place < 0) break;
    const spec = stage.get(name) as Value;
    if (name === '$match' && isDoc(spec)) head.matcher = compileFilter(spec);
    else if (name === '$sort' && isDoc(spec)) head.sort = parseSort(spec);
    else if (name === '$skip') head.skip = positive(name, spec, 0);
    else if (name === '$limit') head.limit = positive(name, spec, 1);
    else break;
    reached = place + 1;
    head.length++;
  }
  return head;
}

function* results(context: CommandContext, head: Head, stages: readonly CompiledStage[]): Results {
  const collection = collectionOf(context);
  const found = collection ? runQuery(context.txn, collection, { ...head, checkTime: context.checkTime }) : [];
  if (stages.length === 0) {
    yield* found;
    return;
  }
  let documents: Iterable<Doc> = decoded(found, stages[0]?.needs);
  for (const stage of stages) documents = stage.run(documents);
  for (const document of documents) yield encode(document);
}

function* decoded(source: Results, needs: ReadonlySet<string> | undefined): Iterable<Doc> {
  for (const bytes of source) yield needs ? decodeFields(bytes, needs) : decode(bytes);
}

/** $lookup by equality, through the planner and so through the indexes of the other collection. */
function lookupIn(context: CommandContext): Lookup {
  return (from, field, values) => {
    if (values.some((value) => value instanceof Regex)) throw notImplemented('$lookup by a regular expression');
    const namespace = `${context.database}.${from}`;
    touch(context.parts, context.txn, namespace);
    const collection = context.parts.catalog.get(namespace);
    if (!collection) return [];
    const test = { op: 'in', values, patterns: [] } as const;
    const node: Node = { kind: 'field', path: field, parts: field.split('.'), test };
    const matcher: Matcher = { node, fields: new Set([field.split('.')[0] as string]), test: compileNode(node) };
    return [...runQuery(context.txn, collection, { matcher, sort: [], skip: 0, limit: 0, checkTime: context.checkTime })].map((bytes) => decode(bytes));
  };
}

/** `distinct`: the different values of a field; elements of arrays count one by one. */
export const distinct: Command = {
  kind: 'read',
  fields: new Set(['distinct', 'key', 'query', 'collation']),
  run(context) {
    const { args } = context;
    args.refuseCollation();
    const key = args.required('key', args.string('key'));
    const parts = key.split('.');
    if (parts.some((part) => part === '' || part.startsWith('$') || /^\d+$/.test(part))) throw new StoreError('BadValue', `the key '${key}' of distinct is not supported`);
    const matcher = compileFilter(args.doc('query') ?? new Map());
    const collection = collectionOf(context);
    const values = new Map<string, Value>();
    const needs = new Set([parts[0] as string]);
    const found = collection ? runQuery(context.txn, collection, { matcher, sort: [], skip: 0, limit: 0, checkTime: context.checkTime }) : [];
    for (const bytes of found) collect(decodeFields(bytes, needs), parts, 0, values);
    return new Map([['values', [...values.values()]]]);
  },
};

function collect(value: Value | undefined, parts: readonly string[], depth: number, into: Map<string, Value>): void {
  if (value === undefined) return;
  if (Array.isArray(value) && (depth === parts.length || depth > 0)) {
    for (const item of value) {
      if (depth === parts.length) into.set(keyOf(item), into.get(keyOf(item)) ?? item);
      else if (isDoc(item)) collect(item, parts, depth, into);
    }
  } else if (depth === parts.length) into.set(keyOf(value), into.get(keyOf(value)) ?? value);
  else if (isDoc(value)) collect(value.get(parts[depth] as string), parts, depth + 1, into);
}
