import { keyOf } from './keys';
import { Value, numeric } from './values';

/** MongoDB's order of two values: negative, zero or positive. */
export function compare(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string' && left === right) return 0;
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined && a === a && b === b) return a - b < 0 ? -1 : a > b ? 1 : 0;
  const x = keyOf(left);
  const y = keyOf(right);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** MongoDB's equality: numbers by value whatever their type, documents with their field order. */
export function equal(left: Value, right: Value): boolean {
  return left === right || compare(left, right) === 0;
}
