import { StoreError } from '../errors';
import { Binary, Doc, Extreme, ObjectId, Regex, Timestamp, Value, double } from './values';

const MAX_DEPTH = 180;

/** Refused types by number: they are either deprecated or cannot be answered exactly. */
const REFUSED: Readonly<Record<number, string>> = {
  0x06: 'undefined', 0x0c: 'dbPointer', 0x0d: 'javascript', 0x0e: 'symbol', 0x0f: 'javascriptWithScope', 0x13: 'decimal',
};

function broken(): StoreError {
  return new StoreError('FailedToParse', 'invalid BSON');
}

/** Reads one BSON document; throws on types the store refuses and on broken bytes. */
export function decode(buffer: Buffer, offset = 0): Doc {
  return new Reader(buffer, offset).document(0, undefined);
}

/** Reads only the named top-level fields, skipping the others by their size. */
export function decodeFields(buffer: Buffer, wanted: ReadonlySet<string>): Doc {
  return new Reader(buffer, 0).document(0, wanted);
}

/** Calls back with name, type byte and value position of each top-level element, without decoding values. */
export function eachElement(
  buffer: Buffer,
  offset: number,
  visit: (name: string, type: number, start: number, end: number) => void,
): void {
  new Reader(buffer, offset).elements(visit);
}

/** Decodes the value of one element found by `eachElement`. */
export function decodeValue(buffer: Buffer, type: number, start: number): Value {
  return new Reader(buffer, start).value(type, 1);
}

class Reader {
  private position: number;

  constructor(
    private readonly buffer: Buffer,
    offset: number,
  ) {
    this.position = offset;
  }

  document(depth: number, wanted: ReadonlySet<string> | undefined): Doc {
    const end = this.enter(depth);
    const result: Doc = new Map();
    let missing = wanted?.size ?? -1;
    while (missing !== 0) {
      const type = this.buffer[this.position++];
      if (type === 0) break;
      if (type === undefined || this.position >= end) throw broken();
      const name = this.cstring();
      if (wanted && !wanted.has(name)) {
        this.skip(type);
      } else {
        if (wanted) missing--;
        result.set(name, this.value(type, depth));
      }
    }
    if (!wanted && this.position !== end) throw broken();
    this.position = end;
    return result;
  }

  elements(visit: (name: string, type: number, start: number, end: number) => void): void {
    const end = this.enter(0);
    for (;;) {
      const type = this.buffer[this.position++];
      if (type === 0) break;
      if (type === undefined || this.position >= end) throw broken();
      const name = this.cstring();
      const start = this.position;
      this.skip(type);
      visit(name, type, start, this.position);
    }
  }

  value(type: number, depth: number): Value {
    const { buffer } = this;
    const at = this.position;
    switch (type) {
      case 0x01: this.position += 8; return double(buffer.readDoubleLE(at));
      case 0x02: return this.string();
      case 0x03: return this.document(depth + 1, undefined);
      case 0x04: return this.array(depth + 1);
      case 0x05: return this.binary();
      case 0x07: this.position += 12; return new ObjectId(buffer.latin1Slice(at, at + 12));
      case 0x08: this.position += 1; return buffer[at] === 1;
      case 0x09: return this.date();
      case 0x0a: return null;
      case 0x0b: return new Regex(this.cstring(), this.cstring());
      case 0x10: this.position += 4; return buffer.readInt32LE(at);
      case 0x11: this.position += 8; return new Timestamp(buffer.readBigUInt64LE(at));
      case 0x12: return this.long();
      case 0x7f: return Extreme.max;
      case 0xff: return Extreme.min;
    }
    throw new StoreError('BadValue', `BSON type ${REFUSED[type] ?? `0x${type.toString(16)}`} is not supported by the embedded store`);
  }

  private enter(depth: number): number {
    if (depth > MAX_DEPTH) throw new StoreError('Overflow', `BSON is nested deeper than ${MAX_DEPTH} levels`);
    if (this.position + 5 > this.buffer.length) throw broken();
    const end = this.position + this.buffer.readInt32LE(this.position);
    if (end > this.buffer.length || end < this.position + 5) throw broken();
    this.position += 4;
    return end;
  }

  private array(depth: number): Value[] {
    const end = this.enter(depth);
    const result: Value[] = [];
    for (;;) {
      const type = this.buffer[this.position++];
      if (type === 0) break;
      if (type === undefined || this.position >= end) throw broken();
      // Array keys are "0", "1", ...: their text is implied by the order.
      while (this.buffer[this.position++]);
      result.push(this.value(type, depth));
    }
    return result;
  }

  private cstring(): string {
    const start = this.position;
    const end = this.buffer.indexOf(0, start);
    if (end < 0) throw broken();
    this.position = end + 1;
    // Short ASCII names are the rule; building them by hand beats a call into the runtime.
    if (end - start > 24) return this.buffer.utf8Slice(start, end);
    let text = '';
    for (let i = start; i < end; i++) {
      const byte = this.buffer[i] as number;
      if (byte > 127) return this.buffer.utf8Slice(start, end);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  private string(): string {
    const length = this.length(1);
    const start = this.position;
    this.position += length;
    return this.buffer.utf8Slice(start, start + length - 1);
  }

  private binary(): Binary {
    const length = this.length(0);
    const start = this.position + 1;
    const subtype = this.buffer[this.position] as number;
    this.position = start + length;
    return new Binary(subtype, this.buffer.subarray(start, start + length));
  }

  private date(): Date {
    const time = Number(this.buffer.readBigInt64LE(this.position));
    this.position += 8;
    const date = new Date(time);
    if (Number.isNaN(date.getTime())) throw new StoreError('BadValue', 'dates outside the range of JavaScript are not supported by the embedded store');
    return date;
  }

  private long(): bigint {
    const value = this.buffer.readBigInt64LE(this.position);
    this.position += 8;
    if (!Number.isSafeInteger(Number(value))) throw new StoreError('BadValue', 'integers beyond 2^53 are not supported by the embedded store');
    return value;
  }

  private length(minimum: number): number {
    const length = this.buffer.readInt32LE(this.position);
    this.position += 4;
    if (length < minimum || this.position + length > this.buffer.length) throw broken();
    return length;
  }

  private skip(type: number): void {
    switch (type) {
      case 0x01: case 0x09: case 0x11: case 0x12: this.position += 8; return;
      case 0x02: case 0x0d: case 0x0e: { const length = this.length(1); this.position += length; return; }
      case 0x03: case 0x04: case 0x0f: {
        const size = this.buffer.readInt32LE(this.position);
        if (size < 5 || this.position + size > this.buffer.length) throw broken();
        this.position += size;
        return;
      }
      case 0x05: { const length = this.length(0); this.position += length + 1; return; }
      case 0x07: this.position += 12; return;
      case 0x08: this.position += 1; return;
      case 0x0a: case 0x06: case 0x7f: case 0xff: return;
      case 0x0b: this.cstring(); this.cstring(); return;
      case 0x10: this.position += 4; return;
      case 0x13: this.position += 16; return;
    }
    throw broken();
  }
}
