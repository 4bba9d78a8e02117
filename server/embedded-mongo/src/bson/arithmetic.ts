import { StoreError } from '../errors';
import { Double, Value, double, isInt32 } from './values';

/**
 * The result of an arithmetic operation in MongoDB's result type: anything with a double is a
 * double, int32 grows to int64 when it overflows, integers beyond 2^53 are refused.
 */
export function typedResult(left: Value, right: Value, result: number): Value {
  const isDouble = [left, right].some((value) => value instanceof Double || (typeof value === 'number' && !isInt32(value)));
  if (isDouble) return double(result);
  if (!Number.isSafeInteger(result)) throw new StoreError('BadValue', 'integers beyond 2^53 are not supported by the embedded store');
  const plain = result === 0 ? 0 : result;
  const isLong = typeof left === 'bigint' || typeof right === 'bigint' || !isInt32(plain);
  return isLong ? BigInt(plain) : plain;
}
