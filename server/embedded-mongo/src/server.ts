import { chmodSync, rmSync } from 'node:fs';
import { AddressInfo, Server, Socket, createServer } from 'node:net';
import type { StoreParts } from './commands/context';
import { Cursors } from './commands/cursors';
import { Dispatcher } from './commands/dispatch';
import { Limits, Maintenance } from './maintenance';
import { Catalog } from './storage/catalog';
import { Engine } from './storage/engine';
import { openFolder } from './storage/open';
import { TransactionManager } from './txn/manager';
import { Sessions } from './txn/sessions';
import { SET_NAME, storeUri } from './uri';
import { Connection, Log } from './wire/connection';

export interface ServerOptions {
  readonly dataDir: string;
  /** Unix socket to listen on; without it, loopback TCP. */
  readonly socketPath?: string;
  /** TCP port on 127.0.0.1; 0 for any free one. */
  readonly port?: number;
  readonly log?: Log;
  readonly limits?: Partial<Limits>;
  /** How often expired documents are looked for. */
  readonly sweepMs?: number;
}

export interface RunningStore {
  /** Connection string without a database; `storeUri` puts one in. */
  readonly uri: string;
  close(): Promise<void>;
}

const FORGOTTEN_EVERY_MS = 1000;
const SWEEP_MS = 30_000;
/** A pooled connection may close while its transaction goes on over another one. */
const CLOSE_GRACE_MS = 1000;

/** Opens the data folder and serves it; throws StoreOpenError when the folder cannot be opened. */
export async function startStore(options: ServerOptions): Promise<RunningStore> {
  const log: Log = options.log ?? (() => undefined);
  // The driver takes a host for a socket only by this ending.
  if (options.socketPath !== undefined && !options.socketPath.endsWith('.sock')) throw new Error(`a socket path must end in .sock: ${options.socketPath}`);
  const folder = openFolder(options.dataDir);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true });
  let address: string;
  try {
    address = await listen(server, options);
  } catch (error) {
    folder.release();
    await folder.disk.close();
    throw error;
  }

  const cursors = new Cursors();
  const catalog = new Catalog();
  const engine: Engine = new Engine(folder.disk, (error) => {
    log('a commit could not be written; everything not yet acknowledged was undone', error);
    transactions.abortAll();
    cursors.killAll();
    sessions.clear();
    reload(engine, catalog);
  });
  const transactions = new TransactionManager(engine);
  const sessions = new Sessions(engine);
  const parts: StoreParts = { engine, catalog, transactions, cursors, setName: SET_NAME, address };
  const dispatcher = new Dispatcher(parts, sessions);
  const maintenance = new Maintenance(parts, sessions, dispatcher, { transactionMs: 60_000, idleMs: 20_000, ...options.limits });
  reload(engine, catalog);

  let nextConnection = 1;
  server.on('connection', (socket) => {
    const connection = new Connection(socket, nextConnection++, parts, dispatcher, log);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(() => maintenance.connectionClosed(connection.id), CLOSE_GRACE_MS).unref();
    });
  });

  const timers = [
    setInterval(() => maintenance.endForgotten(), FORGOTTEN_EVERY_MS),
    setInterval(() => void sweep(), options.sweepMs ?? SWEEP_MS),
  ];
  let sweeping: Promise<void> | undefined;
  async function sweep(): Promise<void> {
    sweeping ??= maintenance.sweep().catch((error: unknown) => log('clearing expired data failed', error)).finally(() => (sweeping = undefined));
    await sweeping;
  }

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
    await sweeping;
    transactions.abortAll();
    cursors.killAll();
    await engine.settled();
    // While the folder is still ours: after that the next owner may already listen at the same path.
    if (options.socketPath) rmSync(options.socketPath, { force: true });
    folder.release();
    await folder.disk.close();
  }
  return { uri: storeUri(address), close: () => (closing ??= close()) };
}

function reload(engine: Engine, catalog: Catalog): void {
  const snapshot = engine.snapshot();
  try {
    catalog.load(snapshot);
  } finally {
    snapshot.release();
  }
}

/** Listens and returns the address that clients use. */
function listen(server: Server, { socketPath, port }: ServerOptions): Promise<string> {
  // The folder belongs to this process, so a socket file that is still there is a dead one's.
  if (socketPath) rmSync(socketPath, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const onListening = (): void => {
      if (socketPath) chmodSync(socketPath, 0o600);
      resolve(socketPath ?? `127.0.0.1:${(server.address() as AddressInfo).port}`);
    };
    if (socketPath) server.listen(socketPath, onListening);
    else server.listen(port ?? 0, '127.0.0.1', onListening);
  });
}
