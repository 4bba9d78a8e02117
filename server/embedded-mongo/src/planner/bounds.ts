import { after, keyOf, reversed, TAG } from '../bson/keys';
import { Value } from '../bson/values';
import type { Node, Test } from '../query/ast';

/** A half-open range of keys of one field. */
export type Interval = readonly [from: string, to: string];

/** Where the values at one path can lie; always at least everything that matches. */
export interface Constraint {
  readonly intervals: readonly Interval[];
  /** Every interval is a single value. */
  readonly points: boolean;
  /** The test it comes from, for partial indexes. */
  readonly test: Test;
}

/** The constraints that every match of the filter obeys, by path. */
export function constraintsOf(node: Node): Map<string, Constraint[]> {
  const found = new Map<string, Constraint[]>();
  collect(node, '', found);
  return found;
}

function collect(node: Node, prefix: string, into: Map<string, Constraint[]>): void {
  if (node.kind === 'and') for (const child of node.nodes) collect(child, prefix, into);
  if (node.kind !== 'field') return;
  const path = prefix + node.path;
  if (node.test.op === 'elemMatch') collect(node.test.node, `${path}.`, into);
  const tests = node.test.op === 'all' || node.test.op === 'elemMatchValue' ? node.test.tests : [node.test];
  for (const test of tests) {
    // An element of a nested array is no entry of its own: only plain tests are used from inside $elemMatch.
    const constraint = constraintOf(test);
    if (!constraint) continue;
    const list = into.get(path);
    if (list) list.push(constraint);
    else into.set(path, [constraint]);
  }
}

/** The interval of one value. */
export function point(key: string): Interval {
  return [key, after(key)];
}

function constraintOf(test: Test): Constraint | undefined {
  switch (test.op) {
    case 'eq': return Array.isArray(test.value) ? undefined : { intervals: [point(keyOf(test.value))], points: true, test };
    case 'in': {
      if (test.patterns.length > 0 || test.values.some((value) => Array.isArray(value))) return undefined;
      const keys = [...new Set(test.values.map(keyOf))].sort((a, b) => (a < b ? -1 : 1));
      return { intervals: keys.map(point), points: true, test };
    }
    case 'gt': case 'gte': case 'lt': case 'lte': return rangeOf(test.op, test.value, test);
    case 'regex': {
      if (!test.prefix) return undefined;
      const start = keyOf(test.prefix).slice(0, -2);
      return { intervals: [[start, after(start)], point(keyOf(test.value))], points: false, test };
    }
    default: return undefined;
  }
}

function rangeOf(op: 'gt' | 'gte' | 'lt' | 'lte', value: Value, test: Test): Constraint | undefined {
  const key = keyOf(value);
  if (value === null) return { intervals: [point(String.fromCharCode(TAG.null))], points: true, test };
  const type = key[0] as string;
  const interval: Interval =
    op === 'gt' ? [after(key), after(type)]
    : op === 'gte' ? [key, after(type)]
    : op === 'lt' ? [type, key]
    : [type, after(key)];
  return { intervals: interval[0] < interval[1] ? [interval] : [], points: false, test };
}

/** Common part of two sorted lists of intervals. */
export function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const [a, b] = left[i] as Interval;
    const [c, d] = right[j] as Interval;
    const from = a > c ? a : c;
    const to = b < d ? b : d;
    if (from < to) result.push([from, to]);
    if (b < d) i++;
    else j++;
  }
  return result;
}

/** The intervals as a descending field stores them, in the order of the index. */
export function descending(intervals: readonly Interval[]): Interval[] {
  return intervals.map(([from, to]): Interval => [after(reversed(to)), after(reversed(from))]).reverse();
}
