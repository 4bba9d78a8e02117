import { StoreError, notImplemented } from '../errors';
import { Doc, isDoc, numeric } from '../bson/values';
import { Args } from './args';

/** Fields that every command takes. */
export const GENERIC_FIELDS: ReadonlySet<string> = new Set([
  '$db', 'lsid', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS',
  'txnNumber', 'autocommit', 'startTransaction', 'stmtId',
]);

const LEVELS: ReadonlySet<unknown> = new Set(['local', 'available', 'majority', 'snapshot', 'linearizable']);
const WRITE_CONCERN = new Set(['w', 'j', 'fsync', 'wtimeout', 'wtimeoutMS', 'provenance']);

/** Checks the concerns: a store of one member satisfies all that it accepts. */
export function checkConcerns(fields: Doc): void {
  const write = fields.get('writeConcern');
  if (isDoc(write)) {
    new Args('writeConcern', write).allowOnly(WRITE_CONCERN);
    const w = write.get('w') ?? 1;
    const members = numeric(w);
    if (members === undefined ? w !== 'majority' : members > 1) {
      throw new StoreError('CannotSatisfyWriteConcern', `Not enough data-bearing nodes for write concern w: ${String(w)}`);
    }
  }
  const read = fields.get('readConcern');
  if (isDoc(read)) {
    for (const [name, value] of read) {
      if (name !== 'level') throw notImplemented(`readConcern.${name}`);
      if (!LEVELS.has(value)) throw new StoreError('FailedToParse', `Invalid read concern level ${String(value)}`);
    }
  }
}

/** A check that throws once the command's maxTimeMS is over. */
export function deadline(fields: Doc): () => void {
  const limit = numeric(fields.get('maxTimeMS')) ?? 0;
  if (limit === 0) return () => undefined;
  const end = performance.now() + limit;
  return () => {
    if (performance.now() > end) throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
  };
}
