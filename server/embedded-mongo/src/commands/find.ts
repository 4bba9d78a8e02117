import { decode } from '../bson/decode';
import { encode } from '../bson/encode';
import type { Doc } from '../bson/values';
import { countItems, runQuery } from '../planner/execute';
import { compileProjection } from '../project/project';
import { compileFilter } from '../query/match';
import { parseSort } from './args';
import { Command, CommandContext, collectionOf, namespaceOf } from './context';
import type { Results } from './cursors';

const EMPTY: Doc = new Map();

/** `find`: filter, sort, skip, limit and projection. */
export const find: Command = {
  kind: 'read',
  fields: new Set(['find', 'filter', 'sort', 'projection', 'skip', 'limit', 'batchSize', 'singleBatch', 'collation', 'noCursorTimeout', 'allowDiskUse', 'allowPartialResults']),
  run(context) {
    const { args, parts, txn } = context;
    args.refuseCollation();
    const projection = args.doc('projection');
    const project = projection && compileProjection(projection);
    const found = findBytes(context, args.doc('filter') ?? EMPTY, args.doc('sort'), args.count('skip') ?? 0, args.count('limit') ?? 0);
    const results = project ? projected(found, project) : found;
    return parts.cursors.first(txn, namespaceOf(context), results, { batchSize: args.count('batchSize'), singleBatch: args.bool('singleBatch') });
  },
};

function findBytes(context: CommandContext, filter: Doc, sort: Doc | undefined, skip: number, limit: number): Results {
  const matcher = compileFilter(filter);
  const order = parseSort(sort);
  const collection = collectionOf(context);
  return collection ? runQuery(context.txn, collection, { matcher, sort: order, skip, limit, checkTime: context.checkTime }) : [];
}

function* projected(source: Results, project: (document: Doc) => Doc): Results {
  for (const bytes of source) yield encode(project(decode(bytes)));
}

/** `count`, which the driver sends for estimatedDocumentCount. */
export const count: Command = {
  kind: 'read',
  fields: new Set(['count', 'query', 'skip', 'limit', 'collation']),
  run(context) {
    const { args } = context;
    args.refuseCollation();
    const found = findBytes(context, args.doc('query') ?? EMPTY, undefined, args.count('skip') ?? 0, args.count('limit') ?? 0);
    return new Map([['n', countItems(found)]]);
  },
};
