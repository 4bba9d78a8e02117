import { compare } from '../bson/compare';
import { keyOf, tagOf } from '../bson/keys';
import { Value } from '../bson/values';
import type { Node, Test } from '../query/ast';
import { valueTest } from '../query/match';
import type { Constraint } from './bounds';

/**
 * True when every document that matches the filter is in the partial index. Conservative:
 * what cannot be proved counts as not implied.
 */
export function implies(constraints: ReadonlyMap<string, readonly Constraint[]>, partial: Node): boolean {
  if (partial.kind === 'and') return partial.nodes.every((node) => implies(constraints, node));
  if (partial.kind !== 'field') return false;
  return (constraints.get(partial.path) ?? []).some((constraint) => testImplies(constraint.test, partial.test));
}

function testImplies(query: Test, partial: Test): boolean {
  if (query.op === 'eq') return valueImplies(query.value, partial);
  if (query.op === 'in') return query.patterns.length === 0 && query.values.every((value) => valueImplies(value, partial));
  if (query.op === 'gt' || query.op === 'gte' || query.op === 'lt' || query.op === 'lte') {
    if (query.value === null) return false;
    if (partial.op === 'exists') return true;
    return rangeImplies(query.op, query.value, partial);
  }
  return false;
}

/** Equality with null also matches missing fields, which fail most tests. */
function valueImplies(value: Value, partial: Test): boolean {
  return value !== null && !Array.isArray(value) && partial.op !== 'not' && valueTest(partial)(value);
}

function rangeImplies(op: 'gt' | 'gte' | 'lt' | 'lte', value: Value, partial: Test): boolean {
  if (partial.op !== 'gt' && partial.op !== 'gte' && partial.op !== 'lt' && partial.op !== 'lte') return false;
  if (partial.op[0] !== op[0] || tagOf(partial.value) !== tagOf(value)) return false;
  if (keyOf(partial.value) === keyOf(value)) return op === partial.op || partial.op.length === 3;
  const order = compare(value, partial.value);
  return op[0] === 'g' ? order > 0 : order < 0;
}
