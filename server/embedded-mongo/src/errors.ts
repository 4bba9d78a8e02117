/** MongoDB error codes that the store answers with, by their official names. */
export const Code = {
  BadValue: 2,
  HostUnreachable: 6,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CannotSatisfyWriteConcern: 100,
  WriteConflict: 112,
  ConflictingOperationInProgress: 117,
  CannotIndexParallelArrays: 171,
  InvalidPipelineOperator: 168,
  TransactionTooOld: 225,
  NotImplemented: 238,
  SnapshotUnavailable: 246,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  OperationNotSupportedInTransaction: 263,
  InterruptedAtShutdown: 11600,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  KeyTooLong: 17280,
  UnknownGroupOperator: 15952,
  UnknownStage: 40324,
  UnknownField: 40415,
  MissingField: 40414,
  PathCollision: 31249,
  InclusionInExclusion: 31253,
  ExclusionInInclusion: 31254,
} as const;

export type CodeName = keyof typeof Code;

/** Names that differ from our key, as MongoDB spells `codeName` in replies. */
const SPELLED: Partial<Record<CodeName, string>> = {
  UnknownGroupOperator: 'Location15952',
  UnknownStage: 'Location40324',
  UnknownField: 'IDLUnknownField',
  MissingField: 'IDLFailedToParse',
  PathCollision: 'Location31249',
  InclusionInExclusion: 'Location31253',
  ExclusionInInclusion: 'Location31254',
};

/** An error that is answered to the client with MongoDB's code; anything else thrown is a defect of the store. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;

  constructor(
    name: CodeName,
    message: string,
    readonly labels: readonly string[] = [],
    readonly extra: ReadonlyMap<string, unknown> = new Map(),
  ) {
    super(message);
    this.code = Code[name];
    this.codeName = SPELLED[name] ?? name;
  }
}

/** Refusal of something MongoDB knows and this store does not. */
export function notImplemented(what: string): StoreError {
  return new StoreError('NotImplemented', `${what} is not implemented by the embedded store`);
}

/** A conflict with another transaction: the whole transaction may be run again. */
export function writeConflict(): StoreError {
  return new StoreError(
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    ['TransientTransactionError'],
  );
}
