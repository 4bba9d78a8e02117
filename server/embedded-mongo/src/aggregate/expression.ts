import { StoreError, notImplemented } from '../errors';
import { typedResult } from '../bson/arithmetic';
import { compare } from '../bson/compare';
import { Doc, Value, double, isDoc, numeric, typeName } from '../bson/values';

/** An expression ready to run; undefined is a missing value. */
export type Expression = (document: Doc) => Value | undefined;

/** Top-level fields that expressions look at; `all` when they need the whole document. */
export interface Needs {
  readonly fields: Set<string>;
  all: boolean;
}

type Factory = (args: Expression[], name: string) => Expression;

/** Compiles an expression; every operator that is not known is refused by name. */
export function compileExpression(value: Value, needs: Needs): Expression {
  if (typeof value === 'string' && value.startsWith('$')) return fieldPath(value, needs);
  if (Array.isArray(value)) {
    const items = value.map((item) => compileExpression(item, needs));
    return (document) => items.map((item) => item(document) ?? null);
  }
  if (!isDoc(value)) return () => value;
  const first = value.keys().next().value;
  return first?.startsWith('$') ? operator(value, first, needs) : objectExpression(value, needs);
}

function fieldPath(text: string, needs: Needs): Expression {
  if (text === '$$ROOT' || text === '$$CURRENT') {
    needs.all = true;
    return (document) => document;
  }
  if (text.startsWith('$$')) {
    if (text.startsWith('$$ROOT.')) return fieldPath(text.slice(6), needs);
    throw notImplemented(`the variable ${text.split('.')[0] ?? text}`);
  }
  const parts = text.slice(1).split('.');
  if (parts.some((part) => part === '' || part.startsWith('$'))) throw new StoreError('BadValue', `Invalid field path '${text}'`);
  needs.fields.add(parts[0] as string);
  return (document) => walk(document, parts, 0);
}

/** In expressions a path through an array collects the values of its documents. */
function walk(value: Value | undefined, parts: readonly string[], depth: number): Value | undefined {
  if (depth === parts.length) return value;
  if (isDoc(value)) return walk(value.get(parts[depth] as string), parts, depth + 1);
  if (!Array.isArray(value)) return undefined;
  return value.map((item) => (isDoc(item) || Array.isArray(item) ? walk(item, parts, depth) : undefined)).filter((item) => item !== undefined);
}

function objectExpression(value: Doc, needs: Needs): Expression {
  const fields = [...value].map(([name, item]) => {
    if (name.includes('.')) throw new StoreError('BadValue', `FieldPath field names may not contain '.'. Consider using $getField or $setField: ${name}`);
    return [name, compileExpression(item, needs)] as const;
  });
  return (document) => {
    const result: Doc = new Map();
    for (const [name, item] of fields) {
      const computed = item(document);
      if (computed !== undefined) result.set(name, computed);
    }
    return result;
  };
}

function operator(value: Doc, name: string, needs: Needs): Expression {
  if (value.size !== 1) throw new StoreError('BadValue', `an object representing an expression must have exactly one field: ${[...value.keys()].join(', ')}`);
  const argument = value.get(name) as Value;
  if (name === '$literal') return () => argument;
  if (name === '$cond' && isDoc(argument)) {
    const parts = ['if', 'then', 'else'].map((part) => {
      const inner = argument.get(part);
      if (inner === undefined) throw new StoreError('BadValue', `Missing '${part}' parameter to $cond`);
      return compileExpression(inner, needs);
    });
    if (argument.size !== 3) throw new StoreError('BadValue', 'Unrecognized parameter to $cond');
    return conditional(parts);
  }
  const make = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!make) throw new StoreError('InvalidPipelineOperator', `Unrecognized expression '${name}'`);
  const args = (Array.isArray(argument) ? argument : [argument]).map((item) => compileExpression(item, needs));
  const [least, most] = ARITY[name] ?? [0, Infinity];
  if (args.length < least || args.length > most) throw new StoreError('BadValue', `Expression ${name} takes ${least === most ? `exactly ${least}` : `${least} to ${most}`} arguments. ${args.length} were passed in.`);
  return make(args, name);
}

/** MongoDB's truth: everything but false, null, missing and zero. */
function isTrue(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false && numeric(value) !== 0;
}

/** Order of values that may be missing: missing comes before everything. */
function order(left: Value | undefined, right: Value | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  return compare(left, right);
}

function comparison(test: (order: number) => boolean): Factory {
  return ([left, right]) => (document) => test(order(left?.(document), right?.(document)));
}

function numberOf(value: Value, name: string): number {
  const number = numeric(value);
  if (number === undefined) throw new StoreError('TypeMismatch', `${name} only supports numeric types, not ${typeName(value)}`);
  return number;
}

/** Folds numbers; null or missing anywhere gives null. */
function fold(apply: (a: number, b: number) => number, start: number): Factory {
  return (args, name) => (document) => {
    let result: Value = start;
    for (const arg of args) {
      const value = arg(document);
      if (value === undefined || value === null) return null;
      result = typedResult(result, value, apply(numberOf(result, name), numberOf(value, name)));
    }
    return result;
  };
}

function binary(apply: (a: number, b: number, left: Value, right: Value) => Value): Factory {
  return ([left, right], name) => (document) => {
    const a = left?.(document);
    const b = right?.(document);
    if (a === undefined || a === null || b === undefined || b === null) return null;
    return apply(numberOf(a, name), numberOf(b, name), a, b);
  };
}

function conditional([test, then, otherwise]: readonly Expression[]): Expression {
  return (document) => (isTrue(test?.(document)) ? then?.(document) : otherwise?.(document));
}

function divide(a: number, b: number): Value {
  if (b === 0) throw new StoreError('BadValue', "can't $divide by zero");
  return double(a / b);
}

function extreme(side: -1 | 1): Factory {
  return (args) => (document) => {
    const values = args.length === 1 ? args[0]?.(document) : args.map((arg) => arg(document) ?? null);
    let best: Value | undefined;
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== undefined && value !== null && (best === undefined || Math.sign(compare(value, best)) === side)) best = value;
    }
    return best ?? null;
  };
}

function arrayElement(array: Expression | undefined, position: (length: number) => number): Expression {
  return (document) => {
    const value = array?.(document);
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) throw new StoreError('TypeMismatch', `$arrayElemAt's first argument must be an array, but is ${typeName(value)}`);
    return value[position(value.length)];
  };
}

const OPERATORS: Readonly<Record<string, Factory>> = {
  $eq: comparison((sign) => sign === 0),
  $ne: comparison((sign) => sign !== 0),
  $gt: comparison((sign) => sign > 0),
  $gte: comparison((sign) => sign >= 0),
  $lt: comparison((sign) => sign < 0),
  $lte: comparison((sign) => sign <= 0),
  $and: (args) => (document) => args.every((arg) => isTrue(arg(document))),
  $or: (args) => (document) => args.some((arg) => isTrue(arg(document))),
  $not: ([arg]) => (document) => !isTrue(arg?.(document)),
  $add: fold((a, b) => a + b, 0),
  $multiply: fold((a, b) => a * b, 1),
  $subtract: binary((a, b, left, right) => typedResult(left, right, a - b)),
  $divide: binary(divide),
  $cond: (args) => conditional(args),
  $ifNull: (args) => (document) => {
    let value: Value | undefined;
    for (const arg of args) if ((value = arg(document)) !== undefined && value !== null) return value;
    return value;
  },
  $in: ([item, list]) => (document) => {
    const values = list?.(document);
    if (!Array.isArray(values)) throw new StoreError('TypeMismatch', '$in requires an array as a second argument');
    const wanted = item?.(document);
    return wanted !== undefined && values.some((value) => compare(value, wanted) === 0);
  },
  $size: ([list]) => (document) => {
    const values = list?.(document);
    if (!Array.isArray(values)) throw new StoreError('TypeMismatch', 'The argument to $size must be an array');
    return values.length;
  },
  $min: extreme(-1),
  $max: extreme(1),
  $arrayElemAt: ([array, at]) => (document) => {
    const index = numeric(at?.(document));
    if (index === undefined || !Number.isInteger(index)) throw new StoreError('TypeMismatch', "$arrayElemAt's second argument must be a whole number");
    return arrayElement(array, (length) => (index < 0 ? length + index : index))(document);
  },
  $first: ([array]) => arrayElement(array, () => 0),
  $last: ([array]) => arrayElement(array, (length) => length - 1),
  $concat: (args) => (document) => {
    let text = '';
    for (const arg of args) {
      const value = arg(document);
      if (value === undefined || value === null) return null;
      if (typeof value !== 'string') throw new StoreError('TypeMismatch', `$concat only supports strings, not ${typeName(value)}`);
      text += value;
    }
    return text;
  },
};

const TWO: readonly [number, number] = [2, 2];
const ONE: readonly [number, number] = [1, 1];
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  $eq: TWO, $ne: TWO, $gt: TWO, $gte: TWO, $lt: TWO, $lte: TWO, $subtract: TWO, $divide: TWO, $in: TWO, $arrayElemAt: TWO,
  $not: ONE, $size: ONE, $first: ONE, $last: ONE, $cond: [3, 3], $ifNull: [2, Infinity],
};
