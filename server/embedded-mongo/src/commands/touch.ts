import { StoreError } from '../errors';
import type { Transaction } from '../txn/transaction';
import type { StoreParts } from './context';

/** Notes that a transaction uses a collection; refuses a snapshot from before the collection's last change. */
export function touch(parts: StoreParts, txn: Transaction, namespace: string): void {
  if (!txn.explicit || txn.touched.has(namespace)) return;
  if (parts.catalog.changedSince(namespace, txn.version)) {
    throw new StoreError('SnapshotUnavailable', `Unable to read from a snapshot due to pending collection catalog changes to collection '${namespace}'; please retry the operation.`, ['TransientTransactionError']);
  }
  txn.touched.add(namespace);
}
