import { StoreError, notImplemented } from '../errors';
import { Doc, Value, isDoc, numeric, typeName } from '../bson/values';

export type Projector = (document: Doc) => Doc;

/** Paths as a tree; true marks the end of a path. */
type Tree = Map<string, Tree | true>;

/** True when a projection value means "include", false "exclude", undefined anything else. */
export function flagOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const number = numeric(value);
  return number === undefined ? undefined : number !== 0;
}

/** Compiles an inclusion or an exclusion; undefined when everything is kept. */
export function compileProjection(projection: Doc): Projector | undefined {
  const tree: Tree = new Map();
  let including: boolean | undefined;
  let id: boolean | undefined;
  for (const [path, value] of projection) {
    const flag = flagOf(value);
    if (flag === undefined || path.includes('$')) throw notImplemented(`the projection of '${path}' by ${isDoc(value) ? (value.keys().next().value ?? '{}') : typeName(value)}`);
    if (path === '_id') {
      id = flag;
      continue;
    }
    if (including !== undefined && including !== flag) {
      throw flag
        ? new StoreError('InclusionInExclusion', `Cannot do inclusion on field ${path} in exclusion projection`)
        : new StoreError('ExclusionInInclusion', `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    including = flag;
    addPath(tree, path);
  }
  if (including === undefined) {
    if (id === undefined) return undefined;
    including = id;
    if (!id) tree.set('_id', true);
  }
  if (including) {
    if (id !== false) tree.set('_id', true);
    return (document) => include(document, tree);
  }
  if (id === false) tree.set('_id', true);
  return (document) => exclude(document, tree);
}

function addPath(tree: Tree, path: string): void {
  const parts = path.split('.');
  if (parts.includes('')) throw new StoreError('EmptyFieldName', `FieldPath '${path}' must not have empty parts`);
  let node = tree;
  parts.forEach((part, i) => {
    const next = node.get(part);
    if (next === true || (next && i === parts.length - 1)) throw new StoreError('PathCollision', `Path collision at ${path}`);
    if (i === parts.length - 1) node.set(part, true);
    else if (next) node = next;
    else {
      const child: Tree = new Map();
      node.set(part, child);
      node = child;
    }
  });
}

function include(document: Doc, tree: Tree): Doc {
  const result: Doc = new Map();
  for (const [name, value] of document) {
    const node = tree.get(name);
    if (node === true) result.set(name, value);
    else if (node) {
      const inner = includeValue(value, node);
      if (inner !== undefined) result.set(name, inner);
    }
  }
  return result;
}

function includeValue(value: Value, tree: Tree): Value | undefined {
  if (isDoc(value)) return include(value, tree);
  if (!Array.isArray(value)) return undefined;
  return value.map((item) => includeValue(item, tree)).filter((item) => item !== undefined);
}

function exclude(document: Doc, tree: Tree): Doc {
  const result: Doc = new Map();
  for (const [name, value] of document) {
    const node = tree.get(name);
    if (node !== true) result.set(name, node ? excludeValue(value, node) : value);
  }
  return result;
}

function excludeValue(value: Value, tree: Tree): Value {
  if (isDoc(value)) return exclude(value, tree);
  return Array.isArray(value) ? value.map((item) => excludeValue(item, tree)) : value;
}
