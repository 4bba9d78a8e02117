import { StoreError } from '../errors';
import { Doc, Value, isDoc, typeName } from '../bson/values';

/** The place a dotted path points at: a field of a document or an element of an array. */
export interface Place {
  readonly parent: Doc | Value[];
  readonly key: string;
}

const LARGEST_PADDING = 1_500_000;

function indexOf(part: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined;
}

/**
 * Finds the place of a path. With `create`, missing documents on the way are made;
 * without, undefined is returned when the way ends.
 */
export function locate(root: Doc, parts: readonly string[], create: boolean): Place | undefined {
  let parent: Doc | Value[] = root;
  for (let i = 0; i < parts.length - 1; i++) {
    const part = parts[i] as string;
    let next: Value | undefined = read({ parent, key: part });
    if (next === undefined) {
      if (!create) return undefined;
      next = new Map<string, Value>();
      write({ parent, key: part }, next);
    }
    if (!isDoc(next) && !Array.isArray(next)) {
      if (!create) return undefined;
      throw new StoreError('PathNotViable', `Cannot create field '${parts[i + 1]}' in element {${part}: ${typeName(next)}}`);
    }
    parent = next;
  }
  const key = parts[parts.length - 1] as string;
  if (Array.isArray(parent) && indexOf(key) === undefined) {
    if (!create) return undefined;
    throw new StoreError('PathNotViable', `Cannot create field '${key}' in an array`);
  }
  return { parent, key };
}

/** The value at a place; undefined when there is none. */
export function read({ parent, key }: Place): Value | undefined {
  if (!Array.isArray(parent)) return parent.get(key);
  const index = indexOf(key);
  return index === undefined ? undefined : parent[index];
}

/** Writes a value; an array that is too short is filled with nulls, as MongoDB does. */
export function write({ parent, key }: Place, value: Value): void {
  if (!Array.isArray(parent)) {
    parent.set(key, value);
    return;
  }
  const index = indexOf(key);
  if (index === undefined) throw new StoreError('PathNotViable', `Cannot create field '${key}' in an array`);
  if (index > parent.length + LARGEST_PADDING) throw new StoreError('BadValue', `cannot pad an array to position ${index}`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

/** Removes a field; in an array the element becomes null, as MongoDB does. */
export function remove({ parent, key }: Place): void {
  if (!Array.isArray(parent)) {
    parent.delete(key);
    return;
  }
  const index = indexOf(key);
  if (index !== undefined && index < parent.length) parent[index] = null;
}

/** Parses a path of an update and refuses what is not implemented. */
export function parsePath(path: string): string[] {
  const parts = path.split('.');
  for (const part of parts) {
    if (part === '') throw new StoreError('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed.`);
    if (part.startsWith('$')) {
      if (part === '$' || part.startsWith('$[')) throw new StoreError('NotImplemented', `the positional operator in '${path}' is not implemented by the embedded store`);
      throw new StoreError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update's replacement document.`);
    }
  }
  return parts;
}

/** MongoDB's order of applying paths: by name, array positions by number. */
export function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const a = left[i] as string;
    const b = right[i] as string;
    if (a === b) continue;
    const x = indexOf(a);
    const y = indexOf(b);
    if (x !== undefined && y !== undefined) return x - y;
    return a < b ? -1 : 1;
  }
  return left.length - right.length;
}
