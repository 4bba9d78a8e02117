import { StoreError } from '../errors';
import { decode } from '../bson/decode';
import type { Reply } from '../bson/encode';
import { Doc, Value, doc } from '../bson/values';
import { compileProjection } from '../project/project';
import { compileFilter } from '../query/match';
import { deleteRecord } from '../storage/records';
import { parseUpdate } from '../update/update';
import { parseSort } from './args';
import { Command, CommandContext, collectionOf } from './context';
import { ensureCollection, rawOrNull, targetsOf, updateMatching } from './write';

/** `findAndModify`: updates or removes one document and answers with it. */
export const findAndModify: Command = {
  kind: 'write',
  fields: new Set(['findAndModify', 'findandmodify', 'query', 'sort', 'update', 'remove', 'new', 'upsert', 'fields', 'bypassDocumentValidation', 'collation']),
  run(context) {
    const { args } = context;
    args.refuseCollation();
    const change = args.fields.get('update');
    const removing = args.bool('remove');
    if (removing === (change !== undefined)) throw new StoreError('FailedToParse', removing ? 'Cannot specify both an update and remove=true' : 'Either an update or remove=true must be specified');
    if (removing && args.bool('new')) throw new StoreError('FailedToParse', "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
    if (removing && args.bool('upsert')) throw new StoreError('FailedToParse', 'Cannot specify both upsert=true and remove=true');
    return removing ? removeOne(context) : updateOne(context, change as Value);
  },
};

function removeOne(context: CommandContext): Reply {
  const { args } = context;
  const collection = collectionOf(context);
  const [target] = targetsOf(context, collection, compileFilter(args.doc('query') ?? new Map()), parseSort(args.doc('sort')), 1);
  const before = target && decode(target);
  if (before && collection) deleteRecord(context.txn, collection, before);
  return answer(context, doc({ n: before ? 1 : 0 }), before);
}

function updateOne(context: CommandContext, change: Value): Reply {
  const { args } = context;
  const matcher = compileFilter(args.doc('query') ?? new Map());
  const sort = parseSort(args.doc('sort'));
  const parsed = parseUpdate(change);
  const upsert = args.bool('upsert');
  const collection = upsert ? ensureCollection(context) : collectionOf(context);
  if (!collection) return answer(context, doc({ n: 0, updatedExisting: false }), undefined);
  const targets = targetsOf(context, collection, matcher, sort, 1);
  const outcome = updateMatching(context, collection, matcher, parsed, { multi: false, upsert }, targets);
  const last = doc({
    n: outcome.matched + (outcome.upserted ? 1 : 0),
    updatedExisting: outcome.matched > 0,
    upserted: outcome.upserted?.get('_id'),
  });
  return answer(context, last, args.bool('new') ? outcome.after : outcome.before);
}

function answer(context: CommandContext, lastErrorObject: Doc, value: Doc | undefined): Reply {
  const fields = context.args.doc('fields');
  const project = fields && compileProjection(fields);
  const reply: Reply = new Map();
  reply.set('lastErrorObject', lastErrorObject);
  reply.set('value', rawOrNull(value && project ? project(value) : value));
  return reply;
}
