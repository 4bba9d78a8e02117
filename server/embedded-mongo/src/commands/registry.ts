import { StoreError } from '../errors';
import { numeric } from '../bson/values';
import { aggregate, distinct } from './aggregate';
import { Command, CommandContext } from './context';
import { count, find } from './find';
import { findAndModify } from './findAndModify';
import { PLAIN } from './plain';
import { create, createIndexes, drop, dropDatabase, dropIndexes, listCollections, listIndexes } from './schema';
import { insert, remove, update } from './write';

const getMore: Command = {
  kind: 'read',
  fields: new Set(['getMore', 'collection', 'batchSize']),
  run(context: CommandContext) {
    const { args, parts } = context;
    const id = numeric(args.fields.get('getMore'));
    const name = args.required('collection', args.string('collection'));
    if (id === undefined) throw new StoreError('TypeMismatch', "BSON field 'getMore.getMore' must be a number");
    return parts.cursors.next(id, `${context.database}.${name}`, args.count('batchSize'), context.txn);
  },
};

const COMMANDS: Readonly<Record<string, Command>> = {
  ...PLAIN,
  insert, update, delete: remove, findAndModify, findandmodify: findAndModify,
  find, count, aggregate, distinct, getMore,
  createIndexes, dropIndexes, deleteIndexes: dropIndexes, listIndexes, listCollections, create, drop, dropDatabase,
};

/** The command of that name; unknown ones are refused as MongoDB refuses them. */
export function commandOf(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new StoreError('CommandNotFound', `no such command: '${name}'`);
  return command;
}
