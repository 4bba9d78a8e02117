import { StoreError, notImplemented } from '../errors';
import { Doc, Value, isDoc, numeric, typeName } from '../bson/values';
import type { SortField } from '../planner/plan';

/** Typed access to the fields of a command or of one of its statements. */
export class Args {
  constructor(
    readonly owner: string,
    readonly fields: Doc,
  ) {}

  /** Refuses every field that is not named here. */
  allowOnly(allowed: ReadonlySet<string>): void {
    for (const name of this.fields.keys()) {
      if (!allowed.has(name)) throw new StoreError('UnknownField', `BSON field '${this.owner}.${name}' is an unknown field.`);
    }
  }

  doc(name: string): Doc | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isDoc(value)) throw this.wrongType(name, value, 'object');
    return value;
  }

  string(name: string): string | undefined {
    const value = this.fields.get(name);
    if (value !== undefined && typeof value !== 'string') throw this.wrongType(name, value, 'string');
    return value;
  }

  array(name: string): Value[] | undefined {
    const value = this.fields.get(name);
    if (value !== undefined && !Array.isArray(value)) throw this.wrongType(name, value, 'array');
    return value;
  }

  /** A whole number that is not negative. */
  count(name: string): number | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    const number = numeric(value);
    if (number === undefined) throw this.wrongType(name, value, 'int');
    if (!Number.isInteger(number) || number < 0) throw new StoreError('BadValue', `BSON field '${name}' value must be >= 0, actual value '${number}'`);
    return number;
  }

  bool(name: string): boolean {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return false;
    const number = numeric(value);
    if (typeof value !== 'boolean' && number === undefined) throw this.wrongType(name, value, 'bool');
    return typeof value === 'boolean' ? value : number !== 0;
  }

  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw new StoreError('MissingField', `BSON field '${this.owner}.${name}' is missing but a required field`);
    return value;
  }

  /** Refuses a collation other than the plain order of bytes. */
  refuseCollation(): void {
    const collation = this.doc('collation');
    if (collation && !(collation.size === 1 && collation.get('locale') === 'simple')) throw notImplemented('collation');
  }

  private wrongType(name: string, value: Value, expected: string): StoreError {
    return new StoreError('TypeMismatch', `BSON field '${this.owner}.${name}' is the wrong type '${typeName(value)}', expected type '${expected}'`);
  }
}

/** Parses `{field: 1 | -1, ...}`. */
export function parseSort(sort: Doc | undefined): SortField[] {
  return [...(sort ?? [])].map(([path, value]) => {
    if (isDoc(value)) throw notImplemented('a sort by $meta');
    const direction = numeric(value);
    if (direction !== 1 && direction !== -1) throw new StoreError('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path === '' || path.startsWith('$') || path.split('.').some((part) => part === '' || /^\d+$/.test(part))) {
      throw path.startsWith('$') || !/(^|\.)\d+(\.|$)/.test(path) ? new StoreError('BadValue', `FieldPath '${path}' is not valid in a sort`) : notImplemented(`a sort by the array position '${path}'`);
    }
    return { path, direction };
  });
}
