/**
 * The store's own picture of BSON values. It keeps what the driver's promoted values lose:
 * int32 is a JS number that is an integer within 32 bits, int64 is a bigint, and a double is
 * any other JS number or, where the two could be confused (5 against 5.0), a `Double`.
 */
export class Double {
  constructor(readonly value: number) {}
}

/** Twelve bytes, held as a latin1 string so that equality and keys are cheap. */
export class ObjectId {
  constructor(readonly raw: string) {}

  /** The 24 hexadecimal digits. */
  toHex(): string {
    return Buffer.from(this.raw, 'latin1').toString('hex');
  }
}

export class Binary {
  constructor(
    readonly subtype: number,
    readonly bytes: Buffer,
  ) {}
}

export class Regex {
  constructor(
    readonly pattern: string,
    readonly options: string,
  ) {}
}

export class Timestamp {
  constructor(readonly value: bigint) {}
}

/** The lowest and the highest BSON value. */
export class Extreme {
  private constructor(readonly side: -1 | 1) {}
  static readonly min = new Extreme(-1);
  static readonly max = new Extreme(1);
}

export type Doc = Map<string, Value>;

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | ObjectId
  | Binary
  | Regex
  | Timestamp
  | Extreme
  | Value[]
  | Doc;

/** True for an embedded document (arrays and wrapper classes are not). */
export function isDoc(value: Value | undefined): value is Doc {
  return value instanceof Map;
}

/** The JS number of a BSON number, or undefined for any other type. */
export function numeric(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Double ? value.value : undefined;
}

/** True when the value would be stored as an int32. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

/** A double as a Value, wrapped when it could be read as an int32. */
export function double(value: number): Value {
  return isInt32(value) ? new Double(value) : value;
}

/** Builds a document from pairs; the one way command replies are written. */
export function doc(fields: Record<string, Value | undefined>): Doc {
  const result: Doc = new Map();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) result.set(name, value);
  return result;
}

const TYPE_NAMES: readonly [string, number][] = [
  ['double', 1], ['string', 2], ['object', 3], ['array', 4], ['binData', 5], ['objectId', 7],
  ['bool', 8], ['date', 9], ['null', 10], ['regex', 11], ['int', 16], ['timestamp', 17], ['long', 18],
  ['minKey', -1], ['maxKey', 127],
];
const CODE_BY_NAME = new Map(TYPE_NAMES);
const NAME_BY_CODE = new Map(TYPE_NAMES.map(([name, code]) => [code, name]));

/** BSON type number of a value, as `$type` uses it. */
export function typeCode(value: Value): number {
  if (value === null) return 10;
  switch (typeof value) {
    case 'number': return isInt32(value) ? 16 : 1;
    case 'bigint': return 18;
    case 'string': return 2;
    case 'boolean': return 8;
    default:
  }
  if (value instanceof Map) return 3;
  if (Array.isArray(value)) return 4;
  if (value instanceof ObjectId) return 7;
  if (value instanceof Date) return 9;
  if (value instanceof Double) return 1;
  if (value instanceof Binary) return 5;
  if (value instanceof Regex) return 11;
  if (value instanceof Timestamp) return 17;
  return value.side < 0 ? -1 : 127;
}

/** Type name as in error messages and `$type` aliases. */
export function typeName(value: Value): string {
  return NAME_BY_CODE.get(typeCode(value)) ?? 'unknown';
}

/** Type number of an alias such as "objectId", or undefined. */
export function typeCodeOf(alias: string): number | undefined {
  return CODE_BY_NAME.get(alias);
}

/** True when the number is a type that this store can hold. */
export function isKnownType(code: number): boolean {
  return NAME_BY_CODE.has(code);
}

/** An independent copy, so that an update never changes a value someone else holds. */
export function clone(value: Value): Value {
  if (Array.isArray(value)) return value.map(clone);
  if (value instanceof Map) return cloneDoc(value);
  return value;
}

/** As `clone`, for documents. */
export function cloneDoc(value: Doc): Doc {
  const copy: Doc = new Map();
  for (const [name, item] of value) copy.set(name, clone(item));
  return copy;
}
