import { StoreError, notImplemented } from '../errors';
import { Doc, Extreme, Regex, Value, isDoc, isKnownType, numeric, typeCodeOf, typeName } from '../bson/values';
import type { Node, PatternTest, RangeOp, Test } from './ast';
import { parsePattern } from './regex';

const RANGES: Readonly<Record<string, RangeOp>> = { $gt: 'gt', $gte: 'gte', $lt: 'lt', $lte: 'lte' };

/** Parses a filter; every operator that is not known is refused by name. */
export function parseFilter(filter: Doc): Node {
  const nodes: Node[] = [];
  for (const [name, value] of filter) {
    if (name.startsWith('$')) nodes.push(parseLogical(name, value));
    else nodes.push(...parseField(name, value));
  }
  return nodes.length === 1 ? (nodes[0] as Node) : { kind: 'and', nodes };
}

function parseLogical(name: string, value: Value): Node {
  if (name !== '$and' && name !== '$or' && name !== '$nor') {
    if (['$expr', '$where', '$text', '$jsonSchema', '$comment', '$sampleRate', '$alwaysTrue', '$alwaysFalse'].includes(name)) throw notImplemented(`the query operator ${name}`);
    throw new StoreError('BadValue', `unknown top level operator: ${name}`);
  }
  if (!Array.isArray(value) || value.length === 0) throw new StoreError('BadValue', `${name} must be a nonempty array`);
  const nodes = value.map((item) => {
    if (!isDoc(item)) throw new StoreError('BadValue', '$or/$and/$nor entries need to be full objects');
    return parseFilter(item);
  });
  return { kind: name === '$and' ? 'and' : name === '$or' ? 'or' : 'nor', nodes };
}

function isOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const first = value.keys().next().value;
  return first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id';
}

function parseField(path: string, value: Value): Node[] {
  const parts = path.split('.');
  const tests = isOperators(value) ? parseOperators(value) : [equality(value)];
  return tests.map((test) => ({ kind: 'field', path, parts, test }));
}

function equality(value: Value): Test {
  if (value instanceof Regex) return parsePattern(value.pattern, value.options);
  if (isDoc(value) && [...value.keys()].some((name) => name.startsWith('$'))) throw notImplemented('equality with a document that has $-prefixed fields');
  return { op: 'eq', value };
}

function parseOperators(operators: Doc): Test[] {
  const tests: Test[] = [];
  for (const [name, value] of operators) {
    if (name === '$options') {
      if (!operators.has('$regex')) throw new StoreError('BadValue', '$options needs a $regex');
      continue;
    }
    tests.push(name === '$regex' ? regexTest(value, operators.get('$options')) : parseOperator(name, value));
  }
  return tests;
}

function parseOperator(name: string, value: Value): Test {
  const range = RANGES[name];
  if (range) return { op: range, value: rangeOperand(name, value) };
  switch (name) {
    case '$eq': return value instanceof Regex ? refuseEqRegex() : { op: 'eq', value };
    case '$ne':
      if (value instanceof Regex) throw new StoreError('BadValue', "Can't have regex as arg to $ne.");
      return { op: 'not', tests: [{ op: 'eq', value }] };
    case '$in': return inTest(name, value);
    case '$nin': return { op: 'not', tests: [inTest(name, value)] };
    case '$exists': return truthy(value) ? { op: 'exists' } : { op: 'not', tests: [{ op: 'exists' }] };
    case '$type': return { op: 'type', codes: typeCodes(value) };
    case '$size': return { op: 'size', size: sizeOperand(value) };
    case '$mod': return modTest(value);
    case '$all': return allTest(value);
    case '$elemMatch': return elemMatch(value);
    case '$not': return { op: 'not', tests: notOperand(value) };
  }
  if (name.startsWith('$')) throw new StoreError('BadValue', `unknown operator: ${name}`);
  throw new StoreError('BadValue', `unknown operator: ${name}`);
}

function refuseEqRegex(): never {
  throw notImplemented('$eq with a regular expression');
}

function rangeOperand(name: string, value: Value): Value {
  if (value instanceof Regex) throw new StoreError('BadValue', `Can't have RegEx as arg to predicate over field with ${name}.`);
  if (isDoc(value) || Array.isArray(value) || value instanceof Extreme) throw notImplemented(`${name} with a value of type ${typeName(value)}`);
  return value;
}

function inTest(name: string, value: Value): Test {
  if (!Array.isArray(value)) throw new StoreError('BadValue', `${name} needs an array`);
  const values: Value[] = [];
  const patterns: PatternTest[] = [];
  for (const item of value) {
    if (item instanceof Regex) patterns.push(parsePattern(item.pattern, item.options));
    else if (isOperators(item)) throw new StoreError('BadValue', `cannot nest $ under ${name}`);
    else values.push(item);
  }
  return { op: 'in', values, patterns };
}

function truthy(value: Value): boolean {
  const number = numeric(value);
  return number === undefined ? value !== null && value !== false : number !== 0;
}

function typeCodes(value: Value): Set<number> {
  const codes = new Set<number>();
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === 'number') for (const code of [1, 16, 18]) codes.add(code);
    else {
      const code = typeof item === 'string' ? typeCodeOf(item) : numeric(item);
      if (code === undefined || !isKnownType(code)) throw new StoreError('BadValue', `Unknown type name alias: ${typeof item === 'string' ? item : typeName(item)}`);
      codes.add(code);
    }
  }
  return codes;
}

function sizeOperand(value: Value): number {
  const size = numeric(value);
  if (size === undefined || !Number.isInteger(size) || size < 0) throw new StoreError('BadValue', '$size must be a non-negative whole number');
  return size;
}

function modTest(value: Value): Test {
  const numbers = Array.isArray(value) ? value.map(numeric) : [];
  const [divisor, remainder] = numbers;
  if (numbers.length !== 2 || divisor === undefined || remainder === undefined) throw new StoreError('BadValue', 'malformed mod, needs to be an array of two numbers');
  if (Math.trunc(divisor) === 0) throw new StoreError('BadValue', 'divisor cannot be 0');
  return { op: 'mod', divisor: Math.trunc(divisor), remainder: Math.trunc(remainder) };
}

function allTest(value: Value): Test {
  if (!Array.isArray(value)) throw new StoreError('BadValue', '$all needs an array');
  return { op: 'all', tests: value.map((item) => (isOperators(item) ? onlyElemMatch(item) : equality(item))) };
}

function onlyElemMatch(item: Doc): Test {
  const value = item.get('$elemMatch');
  if (value === undefined || item.size !== 1) throw new StoreError('BadValue', 'no $ expressions in $all');
  return elemMatch(value);
}

function elemMatch(value: Value): Test {
  if (!isDoc(value)) throw new StoreError('BadValue', '$elemMatch needs an Object');
  const first = value.keys().next().value ?? '';
  if (first.startsWith('$') && !['$and', '$or', '$nor'].includes(first)) return { op: 'elemMatchValue', tests: parseOperators(value) };
  return { op: 'elemMatch', node: parseFilter(value) };
}

function notOperand(value: Value): Test[] {
  if (value instanceof Regex) return [parsePattern(value.pattern, value.options)];
  if (!isOperators(value)) throw new StoreError('BadValue', '$not needs a regex or a document');
  return parseOperators(value);
}

function regexTest(value: Value, options: Value | undefined): Test {
  if (options !== undefined && typeof options !== 'string') throw new StoreError('BadValue', '$options has to be a string');
  if (value instanceof Regex) {
    if (value.options && options) throw new StoreError('BadValue', 'options set in both $regex and $options');
    return parsePattern(value.pattern, options ?? value.options);
  }
  if (typeof value !== 'string') throw new StoreError('BadValue', '$regex has to be a string');
  return parsePattern(value, options ?? '');
}
