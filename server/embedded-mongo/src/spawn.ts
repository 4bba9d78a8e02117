import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OpenProblem, StoreOpenError } from './storage/open';

export interface SpawnOptions {
  readonly dataDir: string;
  readonly socketPath?: string;
  readonly port?: number;
  /** How often expired documents are looked for, milliseconds. */
  readonly sweepMs?: number;
  /** Receives the lines that the store's process prints about problems. */
  readonly log?: (line: string) => void;
}

export interface SpawnedStore {
  readonly uri: string;
  readonly pid: number;
  /** Resolves with the exit code when the process ends, asked or not. */
  readonly exited: Promise<number | null>;
  /** Ends the process after it has written everything. */
  close(): Promise<void>;
}

/** What the child says over the channel to its parent. */
export type ChildMessage = { readonly ready: string } | { readonly problem: OpenProblem; readonly message: string };

/**
 * Starts the store as a process of its own. The process ends by itself, after closing cleanly,
 * when this process dies. Throws StoreOpenError when the data folder cannot be opened.
 */
export async function spawnStore(options: SpawnOptions): Promise<SpawnedStore> {
  const main = join(__dirname, '..', 'dist', 'main.js');
  if (!existsSync(main)) throw new Error('the embedded store has not been built: dist/main.js is missing');
  const args = ['--data', options.dataDir];
  if (options.socketPath !== undefined) args.push('--socket', options.socketPath);
  else if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.sweepMs !== undefined) args.push('--sweep', String(options.sweepMs));
  const child = fork(main, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => options.log?.(text.trimEnd()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const uri = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: ChildMessage) => {
      if ('ready' in message) resolve(message.ready);
      else reject(new StoreOpenError(message.problem, message.message));
    });
    child.once('error', reject);
    void exited.then((code) => reject(new StoreOpenError('unusable', `the store's process ended before it was ready (${code ?? 'killed'})`)));
  });
  return {
    uri,
    pid: child.pid as number,
    exited,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
