import { StoreError, notImplemented } from '../errors';
import { typedResult } from '../bson/arithmetic';
import { compare, equal } from '../bson/compare';
import { Doc, Value, clone, isDoc, numeric, typeName } from '../bson/values';
import { compileNode, valueTest } from '../query/match';
import { parseFilter } from '../query/parse';
import { sortItems, sortKeyer } from '../planner/execute';
import type { SortField } from '../planner/plan';
import { Place, read, remove, write } from './paths';

/** One field of one operator, ready to be applied to a place. */
export type Operator = (place: Place, path: string) => void;

type Factory = (argument: Value, path: string) => Operator;

/** Update operators by name. `$setOnInsert` is `$set` that only runs on insert. */
export const OPERATORS: Readonly<Record<string, Factory>> = {
  $set: (argument) => (place) => write(place, clone(argument)),
  $setOnInsert: (argument) => (place) => write(place, clone(argument)),
  $unset: () => (place) => remove(place),
  $inc: (argument, path) => arithmetic('$inc', argument, path, (a, b) => a + b),
  $mul: (argument, path) => arithmetic('$mul', argument, path, (a, b) => a * b),
  $min: (argument) => limit(argument, -1),
  $max: (argument) => limit(argument, 1),
  $push: (argument) => push(argument),
  $addToSet: (argument) => addToSet(argument),
  $pull: (argument) => pull(argument),
  $pullAll: (argument) => pullAll(argument),
  $pop: (argument) => pop(argument),
};

/** Operators that need no place made for them when the field is missing. */
export const REMOVING: ReadonlySet<string> = new Set(['$unset', '$pull', '$pullAll', '$pop']);

function arithmetic(name: string, argument: Value, path: string, apply: (a: number, b: number) => number): Operator {
  const amount = numeric(argument);
  if (amount === undefined) {
    throw new StoreError('TypeMismatch', `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${typeName(argument)}}`);
  }
  return (place) => {
    const before = read(place);
    const number = numeric(before ?? 0);
    if (before === null || number === undefined) {
      throw new StoreError('TypeMismatch', `Cannot apply ${name} to a value of non-numeric type. {${path}} has the field '${place.key}' of non-numeric type ${typeName(before ?? null)}`);
    }
    const zero = name === '$mul' && before === undefined;
    write(place, typedResult(before ?? argument, argument, zero ? 0 : before === undefined ? amount : apply(number, amount)));
  };
}

function limit(argument: Value, side: -1 | 1): Operator {
  return (place) => {
    const before = read(place);
    if (before === undefined || Math.sign(compare(argument, before)) === side) write(place, clone(argument));
  };
}

function arrayAt(place: Place, operator: string): Value[] | undefined {
  const value = read(place);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    throw new StoreError('BadValue', `The field '${place.key}' must be an array but is of type ${typeName(value)} (${operator})`);
  }
  return value;
}

function push(argument: Value): Operator {
  const modifiers = isDoc(argument) && argument.has('$each') ? argument : undefined;
  const added = modifiers ? eachOf(modifiers, '$push') : [argument];
  const position = integer(modifiers?.get('$position'), '$position');
  const slice = integer(modifiers?.get('$slice'), '$slice');
  const sort = modifiers?.get('$sort');
  if (sort !== undefined) sorter(sort);
  for (const name of modifiers?.keys() ?? []) {
    if (!['$each', '$position', '$slice', '$sort'].includes(name)) throw new StoreError('BadValue', `Unrecognized clause in $push: ${name}`);
  }
  return (place) => {
    let items = [...(arrayAt(place, '$push') ?? [])];
    items.splice(position ?? items.length, 0, ...added.map(clone));
    if (sort !== undefined) items = sorter(sort)(items);
    if (slice !== undefined) items = slice < 0 ? items.slice(slice) : items.slice(0, slice);
    write(place, items);
  };
}

function sorter(sort: Value): (items: Value[]) => Value[] {
  const direction = numeric(sort);
  if (direction === 1 || direction === -1) return (items) => items.sort((a, b) => direction * compare(a, b));
  if (!isDoc(sort)) throw new StoreError('BadValue', 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const fields = [...sort].map(([path, way]): SortField => ({ path, direction: numeric(way) === -1 ? -1 : 1 }));
  const key = sortKeyer(fields);
  return (items) => sortItems(items, (item) => key(isDoc(item) ? item : new Map()), Infinity);
}

function eachOf(modifiers: Doc, operator: string): Value[] {
  const each = modifiers.get('$each');
  if (!Array.isArray(each)) throw new StoreError('TypeMismatch', `The argument to $each in ${operator} must be an array but it was of type ${typeName(each ?? null)}`);
  return each;
}

function integer(value: Value | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = numeric(value);
  if (number === undefined || !Number.isInteger(number)) throw new StoreError('BadValue', `The value for ${name} must be an integer value but was given type: ${typeName(value)}`);
  return number;
}

function addToSet(argument: Value): Operator {
  const modifiers = isDoc(argument) && argument.has('$each') ? argument : undefined;
  if (modifiers && modifiers.size > 1) throw new StoreError('BadValue', 'Found unexpected fields after $each in $addToSet');
  const added = modifiers ? eachOf(modifiers, '$addToSet') : [argument];
  return (place) => {
    const items = [...(arrayAt(place, '$addToSet') ?? [])];
    for (const value of added) if (!items.some((item) => equal(item, value))) items.push(clone(value));
    write(place, items);
  };
}

function pull(argument: Value): Operator {
  const drop = pullTest(argument);
  return (place) => {
    const items = arrayAt(place, '$pull');
    if (items) write(place, items.filter((item) => !drop(item)));
  };
}

function pullTest(argument: Value): (item: Value) => boolean {
  if (!isDoc(argument)) {
    const node = parseFilter(new Map([['v', argument]]));
    return node.kind === 'field' ? valueTest(node.test) : () => false;
  }
  const first = argument.keys().next().value;
  if (first?.startsWith('$') && !['$and', '$or', '$nor'].includes(first)) {
    const nodes = parseFilter(new Map<string, Value>([['v', argument]]));
    const tests = (nodes.kind === 'and' ? nodes.nodes : [nodes]).flatMap((node) => (node.kind === 'field' ? [valueTest(node.test)] : []));
    return (item) => tests.every((test) => test(item));
  }
  const test = compileNode(parseFilter(argument));
  return (item) => isDoc(item) && test(item);
}

function pullAll(argument: Value): Operator {
  if (!Array.isArray(argument)) throw new StoreError('BadValue', '$pullAll requires an array argument');
  return (place) => {
    const items = arrayAt(place, '$pullAll');
    if (items) write(place, items.filter((item) => !argument.some((value) => equal(item, value))));
  };
}

function pop(argument: Value): Operator {
  const side = numeric(argument);
  if (side !== 1 && side !== -1) throw new StoreError('FailedToParse', '$pop expects 1 or -1');
  return (place) => {
    const items = arrayAt(place, '$pop');
    if (items) write(place, side === 1 ? items.slice(0, -1) : items.slice(1));
  };
}

/** Operators MongoDB has and this store refuses, to tell them from typing errors. */
export function refuseOperator(name: string): never {
  if (['$currentDate', '$rename', '$bit'].includes(name)) throw notImplemented(`the update operator ${name}`);
  throw new StoreError('FailedToParse', `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`);
}
