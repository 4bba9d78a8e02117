import { StoreError } from '../errors';
import { Binary, Doc, Double, Extreme, ObjectId, Regex, Timestamp, Value } from './values';

/**
 * Order-preserving keys: comparing two keys byte by byte gives MongoDB's order of the values,
 * across types. A key is a string with one character (0..255) per byte, because JS compares
 * and hashes such strings faster than buffers.
 */
export const TAG = {
  min: 0x01, emptyArray: 0x05, null: 0x0a, number: 0x14, string: 0x1e, object: 0x28, array: 0x32,
  binary: 0x3c, objectId: 0x46, boolean: 0x50, date: 0x5a, timestamp: 0x64, regex: 0x6e, max: 0x7f,
} as const;

/** What an indexed or sorted empty array counts as: MongoDB's `undefined`, below null. */
export const EMPTY_ARRAY_KEY = String.fromCharCode(TAG.emptyArray);

const scratch = Buffer.alloc(8);
const END = '\x00\x01';

function tag(code: number): string {
  return String.fromCharCode(code);
}

/** Eight bytes whose order is the order of doubles: NaN lowest, -0 equal to 0. */
function orderedDouble(value: number): string {
  if (Number.isNaN(value)) return '\x00\x00\x00\x00\x00\x00\x00\x00';
  scratch.writeDoubleBE(value === 0 ? 0 : value);
  if ((scratch[0] as number) & 0x80) for (let i = 0; i < 8; i++) scratch[i] = ~(scratch[i] as number);
  else scratch[0] = (scratch[0] as number) | 0x80;
  return scratch.latin1Slice(0, 8);
}

/** UTF-8 bytes (MongoDB's string order) with zero bytes escaped, so that a terminator can follow. */
function escaped(text: string): string {
  let plain = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || unit > 127) {
      plain = false;
      break;
    }
  }
  if (plain) return text;
  const bytes = Buffer.from(text, 'utf8').latin1Slice();
  return bytes.includes('\x00') ? bytes.replaceAll('\x00', '\x00\xff') : bytes;
}

function payload(value: Value): string {
  if (value === null) return '';
  switch (typeof value) {
    case 'string': return escaped(value) + END;
    case 'number': return orderedDouble(value);
    case 'bigint': return orderedDouble(Number(value));
    case 'boolean': return value ? '\x01' : '\x00';
    default:
  }
  if (value instanceof ObjectId) return value.raw;
  if (value instanceof Date) return orderedDouble(value.getTime());
  if (value instanceof Double) return orderedDouble(value.value);
  if (Array.isArray(value)) {
    let text = '';
    for (const item of value) text += keyOf(item);
    return text + '\x00';
  }
  if (value instanceof Map) return documentPayload(value);
  if (value instanceof Binary) {
    scratch.writeUInt32BE(value.bytes.length);
    scratch[4] = value.subtype;
    return scratch.latin1Slice(0, 5) + value.bytes.latin1Slice();
  }
  if (value instanceof Timestamp) {
    scratch.writeBigUInt64BE(value.value);
    return scratch.latin1Slice(0, 8);
  }
  if (value instanceof Regex) return escaped(value.pattern) + END + escaped(value.options) + END;
  return '';
}

/** MongoDB compares embedded documents field by field: type, then name, then value. */
function documentPayload(value: Doc): string {
  let text = '';
  for (const [name, item] of value) text += tag(tagOf(item)) + escaped(name) + END + payload(item);
  return text + '\x00';
}

/** The type's place in MongoDB's order. */
export function tagOf(value: Value): number {
  if (value === null) return TAG.null;
  switch (typeof value) {
    case 'string': return TAG.string;
    case 'number': case 'bigint': return TAG.number;
    case 'boolean': return TAG.boolean;
    default:
  }
  if (value instanceof ObjectId) return TAG.objectId;
  if (value instanceof Date) return TAG.date;
  if (value instanceof Double) return TAG.number;
  if (Array.isArray(value)) return TAG.array;
  if (value instanceof Map) return TAG.object;
  if (value instanceof Binary) return TAG.binary;
  if (value instanceof Timestamp) return TAG.timestamp;
  if (value instanceof Regex) return TAG.regex;
  return value === Extreme.min ? TAG.min : TAG.max;
}

/** The ordered key of one value. Values that MongoDB calls equal have equal keys. */
export function keyOf(value: Value): string {
  return tag(tagOf(value)) + payload(value);
}

/** The key with its order reversed, for descending index fields. */
export function reversed(key: string): string {
  const bytes = Buffer.from(key, 'latin1');
  for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] as number);
  return bytes.latin1Slice();
}

/** The lowest key above every key that starts with `prefix`. */
export function after(prefix: string): string {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end--;
  if (end === 0) return '\xff\xff\xff\xff\xff';
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** lmdb's limit for keys with 4 KB pages. */
export const MAX_KEY = 1978;

/** Throws when a key cannot be stored. */
export function checkKeyLength(key: string, what: string): void {
  if (key.length > MAX_KEY) throw new StoreError('KeyTooLong', `${what}: key too large to index, ${key.length} bytes, the embedded store allows ${MAX_KEY}`);
}
