import { StoreError, notImplemented } from '../errors';
import { equal } from '../bson/compare';
import { Doc, Value, clone, cloneDoc, isDoc } from '../bson/values';
import type { Node } from '../query/ast';
import { OPERATORS, Operator, REMOVING, refuseOperator } from './operators';
import { comparePaths, locate, parsePath, read, write } from './paths';

/** A parsed update: gives the new document, leaving the old one untouched. */
export interface Update {
  /** A replacement cannot be used with multi: true. */
  readonly isReplacement: boolean;
  apply(before: Doc): Doc;
  /** The document of an upsert, from the equalities of the filter. */
  insert(filter: Node): Doc;
}

interface Step {
  readonly name: string;
  readonly parts: readonly string[];
  readonly path: string;
  readonly run: Operator;
}

/** Parses the `u` of an update statement. */
export function parseUpdate(update: Value): Update {
  if (Array.isArray(update)) throw notImplemented('an update with a pipeline');
  if (!isDoc(update)) throw new StoreError('FailedToParse', 'Update argument must be either an object or an array');
  const first = update.keys().next().value;
  return first?.startsWith('$') ? operatorUpdate(update) : replacement(update);
}

function replacement(update: Doc): Update {
  for (const name of update.keys()) {
    if (name.startsWith('$')) throw new StoreError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document.`);
  }
  const withId = (id: Value | undefined): Doc => {
    const wanted = update.get('_id');
    if (id !== undefined && wanted !== undefined && !equal(id, wanted)) throw immutableId();
    const result: Doc = new Map();
    const kept = id ?? wanted;
    if (kept !== undefined) result.set('_id', kept);
    for (const [name, value] of update) if (name !== '_id') result.set(name, clone(value));
    return result;
  };
  return {
    isReplacement: true,
    apply: (before) => withId(before.get('_id')),
    insert: (filter) => withId(equalities(filter).get('_id')),
  };
}

function immutableId(): StoreError {
  return new StoreError('ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'");
}

function operatorUpdate(update: Doc): Update {
  const steps: Step[] = [];
  for (const [name, fields] of update) {
    const make = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!make) refuseOperator(name);
    if (!isDoc(fields)) throw new StoreError('FailedToParse', `Modifiers operate on fields but we found another type for ${name}`);
    for (const [path, argument] of fields) steps.push({ name, path, parts: parsePath(path), run: make(argument, path) });
  }
  steps.sort((a, b) => comparePaths(a.parts, b.parts));
  refuseConflicts(steps);
  const onUpdate = steps.filter((step) => step.name !== '$setOnInsert');
  return {
    isReplacement: false,
    apply: (before) => runSteps(onUpdate, before),
    insert: (filter) => runSteps(steps, equalities(filter)),
  };
}

function refuseConflicts(steps: readonly Step[]): void {
  for (let i = 1; i < steps.length; i++) {
    const a = (steps[i - 1] as Step).parts;
    const b = (steps[i] as Step).parts;
    if (a.every((part, j) => part === b[j])) {
      throw new StoreError('ConflictingUpdateOperators', `Updating the path '${b.join('.')}' would create a conflict at '${a.join('.')}'`);
    }
  }
}

function runSteps(steps: readonly Step[], before: Doc): Doc {
  const after = cloneDoc(before);
  for (const { name, parts, path, run } of steps) {
    const removing = REMOVING.has(name);
    const place = locate(after, parts, !removing);
    if (place && !(removing && read(place) === undefined)) run(place, path);
  }
  const id = before.get('_id');
  const newId = after.get('_id');
  if (id !== undefined && (newId === undefined || !equal(id, newId))) throw immutableId();
  return after;
}

/** The fields an upsert takes over from its filter: those that are fixed to one value. */
function equalities(node: Node): Doc {
  const result: Doc = new Map();
  collect(node, result);
  return result;
}

function collect(node: Node, into: Doc): void {
  if (node.kind === 'and') for (const child of node.nodes) collect(child, into);
  if (node.kind === 'or' && node.nodes.length === 1) collect(node.nodes[0] as Node, into);
  if (node.kind !== 'field') return;
  const { test } = node;
  const value = test.op === 'eq' ? test.value : test.op === 'all' && test.tests.length === 1 && test.tests[0]?.op === 'eq' ? test.tests[0].value : undefined;
  if (value === undefined) return;
  const place = locate(into, node.parts, true);
  if (!place) return;
  if (read(place) !== undefined) throw new StoreError('BadValue', `cannot infer query fields to set, path '${node.path}' is matched twice`);
  write(place, clone(value));
}
