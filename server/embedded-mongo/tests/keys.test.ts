import * as fc from 'fast-check';
import { compare } from '../src/bson/compare';
import { decode } from '../src/bson/decode';
import { encode } from '../src/bson/encode';
import { after, keyOf, reversed } from '../src/bson/keys';
import { Binary, Double, ObjectId, Timestamp, numeric, type Doc, type Value } from '../src/bson/values';

const bytes = (length: number): fc.Arbitrary<Buffer> => fc.uint8Array({ minLength: length, maxLength: length }).map((item) => Buffer.from(item));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab', '党', '😀', '\uffee'));
const name = fc.constantFrom('a', 'b', 'ab', '党');
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }).map((item) => new Double(item)),
  fc.double(),
  fc.maxSafeInteger().map(BigInt),
  text,
  fc.date({ noInvalidDate: true }),
  bytes(12).map((item) => new ObjectId(item.toString('latin1'))),
  fc.tuple(fc.constantFrom(0, 4, 5), fc.uint8Array({ maxLength: 4 })).map(([subtype, item]) => new Binary(subtype, Buffer.from(item))),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((item) => new Timestamp(item)),
);
const { value } = fc.letrec<{ value: Value; list: Value[]; document: Doc }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('document')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  document: fc.uniqueArray(fc.tuple(name, tie('value')), { maxLength: 3, selector: ([key]) => key }).map((item) => new Map(item)),
}));

/** MongoDB's order written from its documentation, without keys: the other side of the proof. */
function rank(item: Value): number {
  if (item === null) return 1;
  if (numeric(item) !== undefined) return 2;
  if (typeof item === 'string') return 3;
  if (item instanceof Map) return 4;
  if (Array.isArray(item)) return 5;
  if (item instanceof Binary) return 6;
  if (item instanceof ObjectId) return 7;
  if (typeof item === 'boolean') return 8;
  return item instanceof Date ? 9 : 10;
}

function naive(left: Value, right: Value): number {
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  if (left === null || right === null) return 0;
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (typeof left === 'string' && typeof right === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (typeof left === 'boolean') return Number(left) - Number(right);
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof Timestamp && right instanceof Timestamp) return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  if (left instanceof ObjectId && right instanceof ObjectId) return Buffer.compare(Buffer.from(left.raw, 'latin1'), Buffer.from(right.raw, 'latin1'));
  if (left instanceof Binary && right instanceof Binary) return left.bytes.length - right.bytes.length || left.subtype - right.subtype || Buffer.compare(left.bytes, right.bytes);
  if (Array.isArray(left) && Array.isArray(right)) return inTurn(left.map((item) => ['', item]), right.map((item) => ['', item]));
  return inTurn([...(left as Doc)], [...(right as Doc)]);
}

function inTurn(left: [string, Value][], right: [string, Value][]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [[k, v], [l, w]] = [left[i], right[i]] as [[string, Value], [string, Value]];
    const order = rank(v) - rank(w) || Buffer.compare(Buffer.from(k), Buffer.from(l)) || naive(v, w);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const sign = Math.sign;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test('the order of keys is the order of values, and compare agrees', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(byText(keyOf(a), keyOf(b))).toBe(sign(naive(a, b)));
      expect(sign(compare(a, b))).toBe(sign(naive(a, b)));
      expect(byText(reversed(keyOf(a)), reversed(keyOf(b)))).toBe(-sign(naive(a, b)) + 0);
    }),
    { numRuns: 5000 },
  );
});

test('no key is the beginning of another, so that compound keys keep the order', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [x, y] = [keyOf(a), keyOf(b)];
      expect(x !== y && y.startsWith(x)).toBe(false);
      expect(x < after(x)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('documents come back from BSON as they were', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (fields) => {
      const document: Doc = new Map(fields);
      const encoded = encode(document);
      expect(decode(encoded)).toEqual(document);
      expect(encode(decode(encoded)).equals(encoded)).toBe(true);
    }),
  );
});
