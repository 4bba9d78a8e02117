import { StoreError } from '../errors';
import { typedResult } from '../bson/arithmetic';
import { compare } from '../bson/compare';
import { keyOf } from '../bson/keys';
import { Doc, Value, double, isDoc, numeric } from '../bson/values';
import { Needs, compileExpression } from './expression';

/** Collects one value per group. */
interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

const ACCUMULATORS: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => {
    let sum: Value = 0;
    return {
      add: (value) => {
        const number = numeric(value);
        if (number !== undefined) sum = typedResult(sum, value as Value, (numeric(sum) as number) + number);
      },
      result: () => sum,
    };
  },
  $avg: () => {
    let sum = 0;
    let count = 0;
    return {
      add: (value) => {
        const number = numeric(value);
        if (number === undefined) return;
        sum += number;
        count++;
      },
      result: () => (count > 0 ? double(sum / count) : null),
    };
  },
  $min: () => best(-1),
  $max: () => best(1),
  $first: () => {
    let first: Value | undefined;
    let seen = false;
    return {
      add: (value) => {
        if (!seen) first = value;
        seen = true;
      },
      result: () => first ?? null,
    };
  },
  $last: () => {
    let last: Value | undefined;
    return { add: (value) => void (last = value), result: () => last ?? null };
  },
  $push: () => {
    const items: Value[] = [];
    return { add: (value) => void (value !== undefined && items.push(value)), result: () => items };
  },
  $addToSet: () => {
    const items = new Map<string, Value>();
    return {
      add: (value) => {
        if (value !== undefined && !items.has(keyOf(value))) items.set(keyOf(value), value);
      },
      result: () => [...items.values()],
    };
  },
};

function best(side: -1 | 1): Accumulator {
  let found: Value | undefined;
  return {
    add: (value) => {
      if (value === undefined || value === null) return;
      if (found === undefined || Math.sign(compare(value, found)) === side) found = value;
    },
    result: () => found ?? null,
  };
}

/** Compiles `$group`; `needs` receives the fields it looks at. */
export function compileGroup(spec: Value, needs: Needs): (source: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(spec)) throw new StoreError('BadValue', "a group's fields must be specified in an object");
  const idSpec = spec.get('_id');
  if (idSpec === undefined) throw new StoreError('BadValue', 'a group specification must include an _id');
  const id = compileExpression(idSpec, needs);
  const fields = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => {
    if (name.includes('.')) throw new StoreError('BadValue', `The field name '${name}' cannot contain '.'`);
    const operator = isDoc(value) && value.size === 1 ? (value.keys().next().value as string) : undefined;
    if (operator === undefined || !isDoc(value)) throw new StoreError('BadValue', `The field '${name}' must be an accumulator object`);
    const make = Object.hasOwn(ACCUMULATORS, operator) ? ACCUMULATORS[operator] : undefined;
    if (!make) throw new StoreError('UnknownGroupOperator', `unknown group operator '${operator}'`);
    return { name, make, value: compileExpression(value.get(operator) as Value, needs) };
  });
  return function* group(source) {
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
    for (const document of source) {
      const value = id(document) ?? null;
      const key = keyOf(value);
      let entry = groups.get(key);
      if (!entry) groups.set(key, (entry = { id: value, accumulators: fields.map((field) => field.make()) }));
      for (let i = 0; i < fields.length; i++) entry.accumulators[i]?.add(fields[i]?.value(document));
    }
    for (const entry of groups.values()) {
      const result: Doc = new Map([['_id', entry.id]]);
      fields.forEach(({ name }, i) => result.set(name, entry.accumulators[i]?.result() ?? null));
      yield result;
    }
  };
}
