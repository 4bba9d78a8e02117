import type { Value } from '../bson/values';

/** A parsed filter. */
export type Node =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly nodes: readonly Node[] }
  | { readonly kind: 'field'; readonly path: string; readonly parts: readonly string[]; readonly test: Test };

export type RangeOp = 'gt' | 'gte' | 'lt' | 'lte';

/** What is asked of the values at a path. */
export type Test =
  | { readonly op: 'eq'; readonly value: Value }
  | { readonly op: RangeOp; readonly value: Value }
  | { readonly op: 'in'; readonly values: readonly Value[]; readonly patterns: readonly PatternTest[] }
  | PatternTest
  | { readonly op: 'exists' }
  | { readonly op: 'type'; readonly codes: ReadonlySet<number> }
  | { readonly op: 'mod'; readonly divisor: number; readonly remainder: number }
  | { readonly op: 'size'; readonly size: number }
  | { readonly op: 'elemMatch'; readonly node: Node }
  | { readonly op: 'elemMatchValue'; readonly tests: readonly Test[] }
  | { readonly op: 'all'; readonly tests: readonly Test[] }
  | { readonly op: 'not'; readonly tests: readonly Test[] };

export interface PatternTest {
  readonly op: 'regex';
  readonly pattern: RegExp;
  /** The text every match starts with, when the pattern is anchored: an index range. */
  readonly prefix: string | undefined;
  /** The same pattern stored as a value is equal to it. */
  readonly value: Value;
}
