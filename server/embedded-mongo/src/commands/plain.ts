import { numeric, doc, Value } from '../bson/values';
import type { Reply } from '../bson/encode';
import { StoreError } from '../errors';
import type { Command, CommandContext } from './context';

/** Wire version of MongoDB 7.0, the behaviour the store follows. */
const WIRE_VERSION = 21;
const VERSION = '7.0.0';

function plain(fields: string[], run: (context: CommandContext) => Reply): Command {
  return { kind: 'plain', fields: new Set(fields), run };
}

/** The answer to `hello` and its old names: a replica set of one. */
export function helloReply(context: Pick<CommandContext, 'parts' | 'connectionId'>, legacy: boolean): Reply {
  const { setName, address } = context.parts;
  return doc({
    helloOk: true,
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    topologyVersion: undefined,
    hosts: [address],
    setName,
    setVersion: 1,
    secondary: false,
    primary: address,
    me: address,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: context.connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  });
}

const HELLO_FIELDS = ['helloOk', 'client', 'compression', 'loadBalanced', 'topologyVersion', 'maxAwaitTimeMS', 'saslSupportedMechs', 'speculativeAuthenticate'];

/** Commands that need no data. */
export const PLAIN: Readonly<Record<string, Command>> = {
  hello: plain(['hello', ...HELLO_FIELDS], (context) => helloReply(context, false)),
  ismaster: plain(['ismaster', ...HELLO_FIELDS], (context) => helloReply(context, true)),
  isMaster: plain(['isMaster', ...HELLO_FIELDS], (context) => helloReply(context, true)),
  ping: plain(['ping'], () => new Map()),
  buildInfo: plain(['buildInfo'], buildInfo),
  buildinfo: plain(['buildinfo'], buildInfo),
  endSessions: plain(['endSessions'], () => new Map()),
  connectionStatus: plain(['connectionStatus', 'showPrivileges'], () =>
    doc({ authInfo: doc({ authenticatedUsers: [], authenticatedUserRoles: [] }) }),
  ),
  serverStatus: plain(['serverStatus'], (context) =>
    doc({ host: context.parts.address, version: VERSION, process: 'embedded-mongo', pid: BigInt(process.pid), uptime: process.uptime(), localTime: new Date() }),
  ),
  killCursors: plain(['killCursors', 'cursors'], killCursors),
};

function buildInfo(): Reply {
  return doc({ version: VERSION, gitVersion: 'embedded-mongo', modules: ['embedded'], versionArray: VERSION.split('.').map(Number).concat(0), bits: 64, debug: false, maxBsonObjectSize: 16 * 1024 * 1024 });
}

function killCursors(context: CommandContext): Reply {
  const killed: Value[] = [];
  const missing: Value[] = [];
  for (const id of context.args.required('cursors', context.args.array('cursors'))) {
    const number = numeric(id);
    if (number === undefined) throw new StoreError('TypeMismatch', "BSON field 'killCursors.cursors' must hold numbers");
    (context.parts.cursors.kill(number) ? killed : missing).push(id);
  }
  return doc({ cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] });
}
