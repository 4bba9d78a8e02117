import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Disk, openDisk } from './lmdb';
import { META_SPACE, spacePrefix } from './spaces';

/** Raised by one for every change that an older program could not read. */
const FORMAT = 1;
const FILE = 'store.mdb';
const FORMAT_KEY = `${spacePrefix(META_SPACE)}format`;
const OWNER_KEY = `${spacePrefix(META_SPACE)}owner`;
const LMDB_MAGIC = 0xbeefc0de;
/** Offsets in a head page of lmdb-js 3. */
const MAGIC = 24;
const PAGE_SIZE = 48;
const LAST_PAGE = 144;
const TXN_ID = 152;

export type OpenProblem = 'locked' | 'damaged' | 'newer' | 'full' | 'unusable';

/** Why a data folder cannot be opened: one sentence for the person who runs the store. */
export class StoreOpenError extends Error {
  constructor(
    readonly problem: OpenProblem,
    message: string,
  ) {
    super(message);
    this.name = 'StoreOpenError';
  }
}

/** An opened data folder, owned by this process alone. */
export interface OpenedFolder {
  readonly disk: Disk;
  /** Gives the folder free for others; before closing the disk. */
  release(): void;
}

/** Opens a data folder, creating it when it is missing; throws StoreOpenError. */
export function openFolder(dataDir: string): OpenedFolder {
  let disk: Disk | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, FILE);
    checkFile(path);
    disk = openDisk(path);
    const opened = disk;
    const owner = ownIdentity();
    opened.transactionSync(() => takeOwnership(opened, dataDir, owner));
    return { disk: opened, release: () => releaseOwnership(opened, owner) };
  } catch (error) {
    void disk?.close();
    throw explain(error, dataDir);
  }
}

function takeOwnership(disk: Disk, dataDir: string, owner: string): void {
  const format = disk.getBinary(FORMAT_KEY)?.readUInt32BE(0);
  if (format !== undefined && format > FORMAT) {
    throw new StoreOpenError('newer', `the data folder ${dataDir} was written by a newer version (format ${format}, this version reads up to ${FORMAT})`);
  }
  // lmdb's write lock is held here, so two processes cannot both find the folder free.
  const holder = disk.getBinary(OWNER_KEY)?.toString('utf8');
  if (holder && isAlive(holder)) throw new StoreOpenError('locked', `the data folder ${dataDir} is in use by another process (pid ${holder.split(' ')[0]})`);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(FORMAT);
  disk.putSync(FORMAT_KEY, version);
  disk.putSync(OWNER_KEY, Buffer.from(owner));
}

function releaseOwnership(disk: Disk, owner: string): void {
  disk.transactionSync(() => {
    if (disk.getBinary(OWNER_KEY)?.toString('utf8') === owner) disk.removeSync(OWNER_KEY);
  });
}

/** Process number, its start time and the boot it belongs to: numbers are used again, the three together are not. */
function ownIdentity(): string {
  return `${process.pid} ${startOf(process.pid)} ${bootId()}`;
}

function isAlive(identity: string): boolean {
  const [pid = '', start = '', boot = ''] = identity.split(' ');
  if (boot !== bootId() || start !== startOf(Number(pid))) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time in the system's ticks where /proc tells it, else a fixed text. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return existsSync('/proc/self/stat') ? 'gone' : 'unknown';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Looks at lmdb's two head pages before lmdb maps the file: reading a page beyond the end of
 * a truncated file would kill the process instead of raising an error.
 */
function checkFile(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const heads = Buffer.alloc(64 * 1024);
    const read = readSync(file, heads, 0, heads.length, 0);
    const pageSize = heads.readUInt32LE(PAGE_SIZE);
    if (heads.readUInt32LE(MAGIC) !== LMDB_MAGIC || pageSize < 512 || pageSize > 32768 || read < pageSize * 2) throw damaged(path);
    if (heads.readUInt32LE(pageSize + MAGIC) !== LMDB_MAGIC) throw damaged(path);
    const newest = heads.readBigUInt64LE(TXN_ID) >= heads.readBigUInt64LE(pageSize + TXN_ID) ? 0 : pageSize;
    const lastPage = Number(heads.readBigUInt64LE(newest + LAST_PAGE));
    if (size < (lastPage + 1) * pageSize) throw damaged(path);
  } finally {
    closeSync(file);
  }
}

function damaged(path: string): StoreOpenError {
  return new StoreOpenError('damaged', `the data file ${path} is damaged: restore it from a backup`);
}

function explain(error: unknown, dataDir: string): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (/MDB_INVALID|MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_VERSION_MISMATCH|MDB_PANIC/.test(text)) return new StoreOpenError('damaged', `the data in ${dataDir} is damaged: restore it from a backup (${text})`);
  if (/ENOSPC|No space left|EDQUOT/i.test(text)) return new StoreOpenError('full', `the disk of the data folder ${dataDir} is full`);
  return new StoreOpenError('unusable', `the data folder ${dataDir} cannot be opened: ${text}`);
}
