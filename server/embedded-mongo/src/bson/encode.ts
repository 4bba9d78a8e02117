import { StoreError } from '../errors';
import { Binary, Doc, Double, Extreme, ObjectId, Regex, Timestamp, Value, isInt32 } from './values';

/** Already encoded documents inside a reply: copied as they are instead of being decoded and encoded again. */
export class RawDocs {
  constructor(readonly items: readonly Buffer[]) {}
}

/** One already encoded document inside a reply. */
export class RawDoc {
  constructor(readonly bytes: Buffer) {}
}

export type Encodable = Value | RawDoc | RawDocs | Reply;
/** A reply: a document that may hold raw documents at any depth. */
export type Reply = Map<string, Encodable>;

const MAX_DOCUMENT = 16 * 1024 * 1024;

let target = Buffer.allocUnsafeSlow(64 * 1024);
let at = 0;

function room(bytes: number): void {
  if (at + bytes <= target.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(target.length * 2, at + bytes));
  target.copy(larger, 0, 0, at);
  target = larger;
}

/** Encodes a document that is going to be stored; throws when it exceeds MongoDB's 16 MB. */
export function encode(document: Doc): Buffer {
  const bytes = encodeReply(document);
  if (bytes.length > MAX_DOCUMENT) {
    throw new StoreError('BSONObjectTooLarge', `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT}`);
  }
  return bytes;
}

/** Encodes a reply, leaving `prefix` bytes free in front for the message header. */
export function encodeReply(document: Reply | Doc, prefix = 0): Buffer {
  at = prefix;
  writeDocument(document);
  const result = Buffer.allocUnsafe(at);
  target.copy(result, 0, 0, at);
  // One huge reply must not pin its memory for good.
  if (target.length > 4 * 1024 * 1024) target = Buffer.allocUnsafeSlow(64 * 1024);
  return result;
}

function writeDocument(document: Reply | Doc): void {
  const start = open();
  for (const [name, value] of document) writeElement(name, value);
  close(start);
}

function open(): number {
  room(4);
  at += 4;
  return at - 4;
}

function close(start: number): void {
  room(1);
  target[at++] = 0;
  target.writeInt32LE(at - start, start);
}

function writeName(type: number, name: string): void {
  room(name.length * 3 + 2);
  target[at++] = type;
  writeCstring(name);
}

function writeCstring(text: string): void {
  room(text.length * 3 + 1);
  const start = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0) throw new StoreError('BadValue', 'field names and patterns must not contain null bytes');
    if (unit > 127) {
      at = start + target.write(text, start, 'utf8');
      target[at++] = 0;
      return;
    }
    target[at++] = unit;
  }
  target[at++] = 0;
}

function writeString(text: string): void {
  room(text.length * 3 + 5);
  const length = target.write(text, at + 4, 'utf8');
  target.writeInt32LE(length + 1, at);
  at += 4 + length;
  target[at++] = 0;
}

function writeRaw(bytes: Buffer): void {
  room(bytes.length);
  bytes.copy(target, at);
  at += bytes.length;
}

function writeElement(name: string, value: Encodable): void {
  if (value === null) return writeName(0x0a, name);
  switch (typeof value) {
    case 'string':
      writeName(0x02, name);
      return writeString(value);
    case 'number':
      return isInt32(value) ? writeInt32(name, value) : writeDouble(name, value);
    case 'boolean':
      writeName(0x08, name);
      room(1);
      target[at++] = value ? 1 : 0;
      return;
    case 'bigint':
      writeName(0x12, name);
      room(8);
      at = target.writeBigInt64LE(value, at);
      return;
    default:
  }
  if (Array.isArray(value)) return writeArray(name, value);
  if (value instanceof Map) {
    writeName(0x03, name);
    return writeDocument(value);
  }
  writeWrapped(name, value);
}

function writeWrapped(name: string, value: Exclude<Encodable, null | string | number | boolean | bigint | Value[] | Map<string, Encodable>>): void {
  if (value instanceof ObjectId) {
    writeName(0x07, name);
    room(12);
    at += target.latin1Write(value.raw, at, 12);
  } else if (value instanceof Date) {
    writeName(0x09, name);
    room(8);
    at = target.writeBigInt64LE(BigInt(value.getTime()), at);
  } else if (value instanceof RawDoc) {
    writeName(0x03, name);
    writeRaw(value.bytes);
  } else if (value instanceof RawDocs) {
    writeName(0x04, name);
    const start = open();
    for (let i = 0; i < value.items.length; i++) {
      writeName(0x03, String(i));
      writeRaw(value.items[i] as Buffer);
    }
    close(start);
  } else if (value instanceof Double) {
    writeDouble(name, value.value);
  } else if (value instanceof Binary) {
    writeName(0x05, name);
    room(5);
    at = target.writeInt32LE(value.bytes.length, at);
    target[at++] = value.subtype;
    writeRaw(value.bytes);
  } else if (value instanceof Regex) {
    writeName(0x0b, name);
    writeCstring(value.pattern);
    writeCstring(value.options);
  } else if (value instanceof Timestamp) {
    writeName(0x11, name);
    room(8);
    at = target.writeBigUInt64LE(value.value, at);
  } else {
    writeName(value === Extreme.min ? 0xff : 0x7f, name);
  }
}

function writeInt32(name: string, value: number): void {
  writeName(0x10, name);
  room(4);
  at = target.writeInt32LE(value, at);
}

function writeDouble(name: string, value: number): void {
  writeName(0x01, name);
  room(8);
  at = target.writeDoubleLE(value, at);
}

function writeArray(name: string, items: readonly Value[]): void {
  writeName(0x04, name);
  const start = open();
  for (let i = 0; i < items.length; i++) writeElement(String(i), items[i] as Value);
  close(start);
}
