/** One write of a key: null marks a removal. Older writes of the same key hang behind it. */
interface Written {
  readonly version: number;
  readonly value: Buffer | null;
  readonly previous: Written | undefined;
}

export type MemoryEntry = readonly [key: string, value: Buffer | null];

/** The first four characters of a key name its space: a collection, an index, or the store's own records. */
export const SPACE_LENGTH = 4;

class Space {
  readonly entries = new Map<string, Written>();
  /** Built at the first range read; kept in order from then on. */
  private sorted: string[] | undefined;

  set(key: string, version: number, value: Buffer | null): void {
    const previous = this.entries.get(key);
    if (!previous && this.sorted) this.sorted.splice(lowerBound(this.sorted, key), 0, key);
    this.entries.set(key, { version, value, previous });
  }

  /** Keys of [start, end) in order. */
  keys(start: string, end: string): string[] {
    this.sorted ??= [...this.entries.keys()].sort(byCodeUnit);
    return this.sorted.slice(lowerBound(this.sorted, start), lowerBound(this.sorted, end));
  }
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Writes that are not in lmdb yet: either committed and waiting for their flush (with versions,
 * so that older snapshots do not see them) or made by one open transaction.
 */
export class Overlay {
  private readonly spaces = new Map<string, Space>();
  size = 0;

  set(key: string, value: Buffer | null, version = 0): void {
    const name = key.slice(0, SPACE_LENGTH);
    let space = this.spaces.get(name);
    if (!space) this.spaces.set(name, (space = new Space()));
    space.set(key, version, value);
    this.size++;
  }

  /** The newest value up to `version`; null when removed; undefined when this overlay does not know the key. */
  get(key: string, version: number): Buffer | null | undefined {
    return visible(this.spaces.get(key.slice(0, SPACE_LENGTH))?.entries.get(key), version);
  }

  /** Collects the visible entries of [start, end) into `into`, leaving keys that are already there. */
  collect(start: string, end: string, version: number, into: Map<string, Buffer | null>): void {
    const space = this.spaces.get(start.slice(0, SPACE_LENGTH));
    if (!space) return;
    for (const key of space.keys(start, end)) {
      if (into.has(key)) continue;
      const value = visible(space.entries.get(key), version);
      if (value !== undefined) into.set(key, value);
    }
  }

  /** The newest write of every key. */
  *writes(): Iterable<MemoryEntry> {
    for (const space of this.spaces.values()) {
      for (const [key, written] of space.entries) yield [key, written.value];
    }
  }
}

function visible(written: Written | undefined, version: number): Buffer | null | undefined {
  let current = written;
  while (current && current.version > version) current = current.previous;
  return current?.value;
}

/** Puts collected entries in key order, or in reverse. */
export function ordered(entries: ReadonlyMap<string, Buffer | null>, reverse: boolean): MemoryEntry[] {
  const list = [...entries];
  list.sort((left, right) => byCodeUnit(left[0], right[0]));
  return reverse ? list.reverse() : list;
}
