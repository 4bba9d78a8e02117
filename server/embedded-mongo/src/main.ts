#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startStore } from './server';
import type { ChildMessage } from './spawn';
import { StoreOpenError } from './storage/open';
import { socketPathFor } from './uri';

const HELP = 'usage: embedded-mongo --data <folder> [--socket <path> | --port <number>] [--sweep <milliseconds>]';

/** Serves a data folder until SIGTERM, SIGINT or the end of the parent process. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, socket: { type: 'string' }, port: { type: 'string' }, sweep: { type: 'string' } } });
  if (!values.data) throw new Error(HELP);
  const usesTcp = values.port !== undefined || process.platform === 'win32';
  const store = await startStore({
    dataDir: values.data,
    ...(usesTcp ? { port: Number(values.port ?? 0) } : { socketPath: values.socket ?? socketPathFor(values.data) }),
    ...(values.sweep === undefined ? {} : { sweepMs: Number(values.sweep) }),
    log: (message, error) => console.error(`embedded-mongo: ${message}${error instanceof Error ? `: ${error.message}` : ''}`),
  });
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    store.close().then(() => process.exit(0), (error: unknown) => fail(error));
  };
  process.on('SIGTERM', end);
  // Ctrl-C in a terminal reaches parent and child alike: with a parent, the parent says when.
  process.on('SIGINT', () => (process.connected ? undefined : end()));
  // The channel to the parent closes when the parent dies, however it dies.
  process.on('disconnect', end);
  tellParent({ ready: store.uri });
  console.log(`ready ${store.uri}`);
}

function tellParent(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  // A parent gets it as an error and says it in its own words.
  if (error instanceof StoreOpenError && process.connected) tellParent({ problem: error.problem, message });
  else console.error(`embedded-mongo: ${message}`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}

main().catch(fail);
