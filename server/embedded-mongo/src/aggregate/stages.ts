import { StoreError, notImplemented } from '../errors';
import { Doc, Value, doc, isDoc, numeric } from '../bson/values';
import { parseSort } from '../commands/args';
import { countItems, sortItems, sortKeyer } from '../planner/execute';
import { compileProjection, flagOf } from '../project/project';
import { compileFilter } from '../query/match';
import { Expression, Needs, compileExpression } from './expression';
import { compileGroup } from './group';

export type Stage = (source: Iterable<Doc>) => Iterable<Doc>;

/** Looks up documents of another collection; given by the command, which knows the store. */
export type Lookup = (from: string, field: string, values: readonly Value[]) => Doc[];

/** A compiled stage and what it needs of its input; undefined when it needs whole documents. */
export interface CompiledStage {
  readonly run: Stage;
  readonly needs: ReadonlySet<string> | undefined;
}

/** Compiles one stage; every stage that is not known is refused by name. */
export function compileStage(stage: Value, lookup: Lookup): CompiledStage {
  if (!isDoc(stage) || stage.size !== 1) throw new StoreError('UnknownStage', 'A pipeline stage specification object must contain exactly one field.');
  const [[name, spec]] = [...stage] as [[string, Value]];
  const whole = (run: Stage): CompiledStage => ({ run, needs: undefined });
  switch (name) {
    case '$match': return whole(match(spec));
    case '$sort': return whole(sort(spec));
    case '$limit': return whole(limit(positive(name, spec, 1)));
    case '$skip': return whole(skip(positive(name, spec, 0)));
    case '$count': return { run: count(spec), needs: new Set() };
    case '$project': return whole(project(docOf(name, spec)));
    case '$addFields': case '$set': return whole(addFields(docOf(name, spec)));
    case '$unwind': return whole(unwind(spec));
    case '$lookup': return whole(join(docOf(name, spec), lookup));
    case '$replaceRoot': return whole(replaceRoot(docOf(name, spec).get('newRoot') ?? null));
    case '$replaceWith': return whole(replaceRoot(spec));
    case '$group': {
      const needs: Needs = { fields: new Set(), all: false };
      const run = compileGroup(spec, needs);
      return { run, needs: needs.all ? undefined : needs.fields };
    }
  }
  throw new StoreError('UnknownStage', `Unrecognized pipeline stage name: '${name}'`);
}

function docOf(name: string, spec: Value): Doc {
  if (!isDoc(spec)) throw new StoreError('FailedToParse', `the ${name} stage specification must be an object`);
  return spec;
}

/** The whole number of a $limit or $skip. */
export function positive(name: string, spec: Value, least: number): number {
  const number = numeric(spec);
  if (number === undefined || !Number.isInteger(number) || number < least) throw new StoreError('BadValue', `invalid argument to ${name} stage: expected a whole number from ${least}`);
  return number;
}

function anyNeeds(): Needs {
  return { fields: new Set(), all: false };
}

function match(spec: Value): Stage {
  const { test } = compileFilter(docOf('$match', spec));
  return function* (source) {
    for (const document of source) if (test(document)) yield document;
  };
}

function sort(spec: Value): Stage {
  const key = sortKeyer(parseSort(docOf('$sort', spec)));
  return (source) => sortItems(source, key, Infinity);
}

function limit(most: number): Stage {
  return function* (source) {
    let n = 0;
    for (const document of source) {
      yield document;
      if (++n >= most) return;
    }
  };
}

function skip(first: number): Stage {
  return function* (source) {
    let n = 0;
    for (const document of source) if (n++ >= first) yield document;
  };
}

function count(spec: Value): Stage {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.')) throw new StoreError('BadValue', 'the count field must be a non-empty string without $ and .');
  return function* (source) {
    const n = countItems(source);
    if (n > 0) yield doc({ [spec]: n });
  };
}

/** `{a: {b: 1}}` means `{'a.b': 1}`. */
function flatten(spec: Doc, prefix = ''): Doc {
  const flat: Doc = new Map();
  for (const [name, value] of spec) {
    const first = isDoc(value) ? value.keys().next().value : undefined;
    if (isDoc(value) && first !== undefined && !first.startsWith('$')) for (const [path, item] of flatten(value, `${prefix}${name}.`)) flat.set(path, item);
    else flat.set(prefix + name, value);
  }
  return flat;
}

function project(spec: Doc): Stage {
  if (spec.size === 0) throw new StoreError('BadValue', 'projection specification must have at least one field');
  const flags: Doc = new Map();
  const computed: Doc = new Map();
  for (const [path, value] of flatten(spec)) (flagOf(value) === undefined ? computed : flags).set(path, value);
  if (computed.size > 0 && [...flags].some(([path, value]) => path !== '_id' && flagOf(value) === false)) {
    throw new StoreError('ExclusionInInclusion', 'Cannot do exclusion beside computed fields in a projection');
  }
  const keep = computed.size > 0 && ![...flags.keys()].some((path) => path !== '_id') ? onlyId(flags) : compileProjection(flags);
  const set = setters(computed);
  return function* (source) {
    for (const document of source) {
      const result = keep ? keep(document) : document;
      yield set(result, document);
    }
  };
}

/** With computed fields alone nothing else is kept but _id. */
function onlyId(flags: Doc): (document: Doc) => Doc {
  const keepsId = flagOf(flags.get('_id') ?? true) === true;
  return (document) => {
    const id = document.get('_id');
    return keepsId && id !== undefined ? new Map([['_id', id]]) : new Map();
  };
}

function addFields(spec: Doc): Stage {
  const set = setters(flatten(spec));
  return function* (source) {
    for (const document of source) yield set(document, document);
  };
}

function setters(spec: Doc): (target: Doc, source: Doc) => Doc {
  const fields = [...spec].map(([path, value]): [string[], Expression] => [path.split('.'), compileExpression(value, anyNeeds())]);
  if (fields.some(([parts]) => parts.some((part) => part === '' || part.startsWith('$')))) throw new StoreError('BadValue', 'field names of a stage must not be empty or start with $');
  return (target, source) => {
    let result = target;
    for (const [parts, expression] of fields) {
      const value = expression(source);
      if (value !== undefined) result = withPath(result, parts, 0, value) as Doc;
    }
    return result;
  };
}

/** A copy with the value at the path; through arrays it is set in every element. */
function withPath(target: Value | undefined, parts: readonly string[], depth: number, value: Value): Value {
  if (depth === parts.length) return value;
  if (Array.isArray(target)) return target.map((item) => withPath(item, parts, depth, value));
  const result: Doc = isDoc(target) ? new Map(target) : new Map();
  const name = parts[depth] as string;
  result.set(name, withPath(result.get(name), parts, depth + 1, value));
  return result;
}

function unwind(spec: Value): Stage {
  const options = isDoc(spec) ? spec : doc({ path: spec });
  const path = options.get('path');
  for (const name of options.keys()) if (!['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name)) throw new StoreError('BadValue', `unrecognized option to $unwind stage: ${name}`);
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2) throw new StoreError('BadValue', 'path option to $unwind stage should be prefixed with a $');
  const parts = path.slice(1).split('.');
  const preserve = options.get('preserveNullAndEmptyArrays') === true;
  const indexField = options.get('includeArrayIndex');
  if (indexField !== undefined && (typeof indexField !== 'string' || indexField.startsWith('$') || indexField === '')) throw new StoreError('BadValue', 'includeArrayIndex must be a field name');
  const withIndex = (document: Doc, index: bigint | null): Doc => (indexField === undefined ? document : (withPath(document, indexField.split('.'), 0, index) as Doc));
  return function* (source) {
    for (const document of source) {
      const value = parts.reduce<Value | undefined>((at, part) => (isDoc(at) ? at.get(part) : undefined), document);
      if (Array.isArray(value) && value.length > 0) {
        for (const [i, item] of value.entries()) yield withIndex(withPath(document, parts, 0, item) as Doc, BigInt(i));
      } else if (value !== undefined && value !== null && !Array.isArray(value)) {
        yield withIndex(document, null);
      } else if (preserve) {
        yield withIndex(Array.isArray(value) ? withoutPath(document, parts) : document, null);
      }
    }
  };
}

function withoutPath(document: Doc, parts: readonly string[]): Doc {
  const result: Doc = new Map(document);
  const [name, ...rest] = parts as [string, ...string[]];
  const inner = result.get(name);
  if (rest.length === 0) result.delete(name);
  else if (isDoc(inner)) result.set(name, withoutPath(inner, rest));
  return result;
}

function join(spec: Doc, lookup: Lookup): Stage {
  const [from, localField, foreignField, as] = ['from', 'localField', 'foreignField', 'as'].map((name) => {
    const value = spec.get(name);
    if (typeof value !== 'string') throw notImplemented(`$lookup without '${name}'`);
    return value;
  }) as [string, string, string, string];
  if (spec.size !== 4) throw notImplemented(`$lookup with ${[...spec.keys()].join(', ')}`);
  const local = compileExpression(`$${localField}`, anyNeeds());
  return function* (source) {
    for (const document of source) {
      const value = local(document);
      const found = lookup(from, foreignField, Array.isArray(value) ? value : [value ?? null]);
      yield withPath(document, as.split('.'), 0, found) as Doc;
    }
  };
}

function replaceRoot(spec: Value): Stage {
  const root = compileExpression(spec, anyNeeds());
  return function* (source) {
    for (const document of source) {
      const value = root(document);
      if (!isDoc(value)) throw new StoreError('BadValue', "'newRoot' expression must evaluate to an object");
      yield value;
    }
  };
}
