import { compare, equal } from '../bson/compare';
import { keyOf, tagOf } from '../bson/keys';
import { Doc, Regex, Value, isDoc, numeric, typeCode } from '../bson/values';
import type { Node, PatternTest, RangeOp, Test } from './ast';
import { parseFilter } from './parse';

type ValueTest = (value: Value | undefined) => boolean;
type DocTest = (document: Doc) => boolean;

/** A filter ready to run. */
export interface Matcher {
  readonly node: Node;
  /** Top-level fields the filter looks at: the others need not be decoded. */
  readonly fields: ReadonlySet<string>;
  readonly test: DocTest;
}

/** Parses and compiles a filter. */
export function compileFilter(filter: Doc): Matcher {
  const node = parseFilter(filter);
  const fields = new Set<string>();
  collectFields(node, fields);
  return { node, fields, test: compileNode(node) };
}

function collectFields(node: Node, into: Set<string>): void {
  if (node.kind === 'field') into.add(node.parts[0] as string);
  else for (const child of node.nodes) collectFields(child, into);
}

/** Compiles one node of a filter. */
export function compileNode(node: Node): DocTest {
  if (node.kind === 'field') return compileTest(node.parts, node.test);
  const tests = node.nodes.map(compileNode);
  if (node.kind === 'and') return (document) => tests.every((test) => test(document));
  if (node.kind === 'or') return (document) => tests.some((test) => test(document));
  return (document) => !tests.some((test) => test(document));
}

function compileTest(parts: readonly string[], test: Test): DocTest {
  if (test.op === 'not') {
    const inner = test.tests.map((item) => compileTest(parts, item));
    return (document) => !inner.every((item) => item(document));
  }
  if (test.op === 'all') {
    const inner = test.tests.map((item) => compileTest(parts, item));
    return (document) => inner.length > 0 && inner.every((item) => item(document));
  }
  // These three look at an array as a whole instead of at its elements.
  const whole = test.op === 'size' || test.op === 'elemMatch' || test.op === 'elemMatchValue';
  const check = valueTest(test);
  return (document) => someValue(document, parts, 0, !whole, check);
}

/** True when a value that MongoDB finds at the path passes: arrays on the way are searched through. */
function someValue(value: Value | undefined, parts: readonly string[], depth: number, expandLast: boolean, check: ValueTest): boolean {
  if (depth === parts.length) {
    if (expandLast && Array.isArray(value) && value.some(check)) return true;
    return check(value);
  }
  const part = parts[depth] as string;
  if (isDoc(value)) return someValue(value.get(part), parts, depth + 1, expandLast, check);
  if (!Array.isArray(value)) return check(undefined);
  const position = /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1;
  return value.some((item, i) => {
    if (isDoc(item)) {
      if (someValue(item, parts, depth, expandLast, check)) return true;
    }
    if (i !== position) return false;
    if (depth + 1 === parts.length) return check(item);
    return (isDoc(item) || Array.isArray(item)) && someValue(item, parts, depth + 1, expandLast, check);
  });
}

/** Compiles the test of a single value. */
export function valueTest(test: Test): ValueTest {
  switch (test.op) {
    case 'eq': return equalityTest(test.value);
    case 'gt': case 'gte': case 'lt': case 'lte': return rangeTest(test.op, test.value);
    case 'in': return membershipTest(test.values, test.patterns);
    case 'regex': return patternTest(test);
    case 'exists': return (value) => value !== undefined;
    case 'type': return (value) => value !== undefined && test.codes.has(typeCode(value));
    case 'mod': return (value) => {
      const number = numeric(value);
      return number !== undefined && Number.isFinite(number) && Math.trunc(number) % test.divisor === test.remainder;
    };
    case 'size': return (value) => Array.isArray(value) && value.length === test.size;
    case 'elemMatch': {
      const inner = compileNode(test.node);
      return (value) => Array.isArray(value) && value.some((item) => isDoc(item) && inner(item));
    }
    // Inside $elemMatch the elements are judged as they are: an array in the array is not searched.
    case 'elemMatchValue': {
      const inner = test.tests.map(valueTest);
      return (value) => Array.isArray(value) && value.some((item) => inner.every((check) => check(item)));
    }
    case 'not': {
      const inner = test.tests.map(valueTest);
      return (value) => !inner.every((check) => check(value));
    }
    case 'all': {
      const inner = test.tests.map(valueTest);
      return (value) => inner.length > 0 && inner.every((check) => check(value));
    }
  }
}

function equalityTest(wanted: Value): ValueTest {
  if (wanted === null) return (value) => value === undefined || value === null;
  if (typeof wanted === 'string' || typeof wanted === 'boolean') return (value) => value === wanted;
  const number = numeric(wanted);
  if (number !== undefined && number === number) return (value) => numeric(value) === number;
  const tag = tagOf(wanted);
  const key = keyOf(wanted);
  return (value) => value !== undefined && tagOf(value) === tag && keyOf(value) === key;
}

function rangeTest(op: RangeOp, bound: Value): ValueTest {
  const inclusive = op === 'gte' || op === 'lte';
  if (bound === null) return (value) => inclusive && (value === undefined || value === null);
  const tag = tagOf(bound);
  const isNaNBound = Number.isNaN(numeric(bound) ?? 0);
  return (value) => {
    if (value === undefined || tagOf(value) !== tag) return false;
    if (isNaNBound || Number.isNaN(numeric(value) ?? 0)) return inclusive && equal(value, bound);
    const order = compare(value, bound);
    if (order === 0) return inclusive;
    return op[0] === 'g' ? order > 0 : order < 0;
  };
}

function membershipTest(values: readonly Value[], patterns: readonly PatternTest[]): ValueTest {
  const keys = new Set(values.map(keyOf));
  const checks = patterns.map(patternTest);
  const hasNull = values.includes(null);
  return (value) => {
    if (value === undefined) return hasNull;
    return keys.has(keyOf(value)) || checks.some((check) => check(value));
  };
}

function patternTest(test: PatternTest): ValueTest {
  return (value) => (typeof value === 'string' ? test.pattern.test(value) : value instanceof Regex && equal(value, test.value));
}
