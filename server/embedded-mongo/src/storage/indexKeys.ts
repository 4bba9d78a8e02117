import { StoreError } from '../errors';
import { EMPTY_ARRAY_KEY, keyOf, reversed } from '../bson/keys';
import { Doc, Value, isDoc } from '../bson/values';

export interface IndexField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly direction: 1 | -1;
}

/** One entry of a document in an index: its ordered key and, per field, the value (undefined when missing). */
export interface IndexEntry {
  readonly key: string;
  readonly values: readonly (Value | undefined)[];
}

export interface DocumentKeys {
  readonly entries: readonly IndexEntry[];
  /** Per field: whether an array was expanded there. */
  readonly multikey: readonly boolean[];
}

/** A field on its way down its path. */
interface Slot {
  readonly value: Value | undefined;
  readonly rest: number;
  /** The value is what gets indexed, even when it is an array inside an array. */
  readonly final: boolean;
  /** An empty array was reached at the end of the path. */
  readonly empty?: boolean;
}

/**
 * All index entries of a document. Fields that run through the same array are expanded together,
 * element by element; two different arrays in one document are MongoDB's error 171.
 */
export function documentKeys(fields: readonly IndexField[], document: Doc): DocumentKeys {
  const multikey = fields.map(() => false);
  const entries = new Map<string, IndexEntry>();
  const slots = fields.map((): Slot => ({ value: document, rest: 0, final: false }));
  expand(fields, slots, multikey, (done) => {
    let key = '';
    done.forEach((slot, i) => {
      const part = slot.empty ? EMPTY_ARRAY_KEY : keyOf(slot.value ?? null);
      key += fields[i]?.direction === -1 ? reversed(part) : part;
    });
    entries.set(key, { key, values: done.map((slot) => slot.value) });
  });
  return { entries: [...entries.values()], multikey };
}

function expand(fields: readonly IndexField[], slots: readonly Slot[], multikey: boolean[], emit: (slots: readonly Slot[]) => void): void {
  const advanced = slots.map((slot, i) => descend(slot, (fields[i] as IndexField).parts));
  const array = advanced.find((slot) => !slot.final)?.value;
  if (!Array.isArray(array)) return emit(advanced);
  const shared = advanced.map((slot) => !slot.final && slot.value === array);
  const other = advanced.findIndex((slot, i) => !slot.final && !shared[i]);
  if (other >= 0) {
    const names = [other, shared.indexOf(true)].map((i) => `[${fields[i]?.parts[(advanced[i] as Slot).rest - 1] ?? ''}]`);
    throw new StoreError('CannotIndexParallelArrays', `cannot index parallel arrays ${names.join(' ')}`);
  }
  shared.forEach((is, i) => {
    if (is) multikey[i] = true;
  });
  const items: readonly (Value | undefined)[] = array.length > 0 ? array : [undefined];
  for (const item of items) {
    expand(fields, advanced.map((slot, i) => (shared[i] ? into(slot, item, (fields[i] as IndexField).parts) : slot)), multikey, emit);
  }
}

/** Follows documents down the path until a value or an array. */
function descend(slot: Slot, parts: readonly string[]): Slot {
  if (slot.final) return slot;
  let { value, rest } = slot;
  while (rest < parts.length && isDoc(value)) value = value.get(parts[rest++] as string);
  if (Array.isArray(value)) return { value, rest, final: false };
  return { value: rest < parts.length ? undefined : value, rest, final: true };
}

function into(slot: Slot, item: Value | undefined, parts: readonly string[]): Slot {
  if (slot.rest === parts.length) return { value: item, rest: slot.rest, final: true, empty: item === undefined };
  return isDoc(item) ? { value: item, rest: slot.rest, final: false } : { value: undefined, rest: slot.rest, final: true };
}
