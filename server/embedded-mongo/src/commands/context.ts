import type { Reply } from '../bson/encode';
import type { Catalog, Collection } from '../storage/catalog';
import type { Engine } from '../storage/engine';
import type { TransactionManager } from '../txn/manager';
import type { Transaction } from '../txn/transaction';
import type { Args } from './args';
import type { Cursors } from './cursors';

/** The parts of a running store that commands work with. */
export interface StoreParts {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly transactions: TransactionManager;
  readonly cursors: Cursors;
  /** The replica set name that clients are told. */
  readonly setName: string;
  /** Where clients reach the store, as `host:port` or socket path. */
  readonly address: string;
}

/** One command on its way. */
export interface CommandContext {
  readonly parts: StoreParts;
  readonly name: string;
  readonly database: string;
  readonly args: Args;
  /** Documents to insert, still encoded. */
  readonly documents: readonly Buffer[];
  readonly connectionId: number;
  readonly txn: Transaction;
  /** Throws MaxTimeMSExpired when the client's maxTimeMS is over. */
  readonly checkTime: () => void;
}

export interface Command {
  /** Fields it takes, besides those that every command takes. */
  readonly fields: ReadonlySet<string>;
  /**
   * `read` and `write` run in a transaction; `schema` changes collections and waits for open
   * transactions on them; `plain` needs no data.
   */
  readonly kind: 'plain' | 'read' | 'write' | 'schema';
  run(context: CommandContext): Reply;
}

/** The collection a command names in its own field, if it exists. */
export function collectionOf(context: CommandContext): Collection | undefined {
  return context.parts.catalog.get(namespaceOf(context));
}

/** `database.collection` of a command. */
export function namespaceOf(context: CommandContext): string {
  const name = context.args.required(context.name, context.args.string(context.name));
  return `${context.database}.${name}`;
}
