import { StoreError } from '../errors';
import { Reply, encodeReply } from '../bson/encode';

export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;
const HEADER = 16;
export const MAX_MESSAGE = 48_000_000;

/** One message of a client: the command's bytes and the documents sent beside it. */
export interface Message {
  readonly requestId: number;
  readonly opCode: number;
  /** The client wants no answer. */
  readonly silent: boolean;
  readonly body: Buffer;
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** For OP_QUERY: `database.$cmd`. */
  readonly collection: string | undefined;
}

const NO_SEQUENCES: ReadonlyMap<string, readonly Buffer[]> = new Map();

/** Parses a whole message, header included; throws when it is not one that the store understands. */
export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  if (opCode === OP_MSG) return parseMsg(bytes, requestId);
  if (opCode === OP_QUERY) return parseQuery(bytes, requestId);
  throw new StoreError('NotImplemented', `wire opcode ${opCode} is not implemented by the embedded store`);
}

function parseMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(HEADER);
  if (flags & ~(CHECKSUM_PRESENT | MORE_TO_COME | EXHAUST_ALLOWED)) throw new StoreError('FailedToParse', `unknown OP_MSG flags ${flags}`);
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let at = HEADER + 4;
  let body: Buffer | undefined;
  let sequences = NO_SEQUENCES;
  while (at < end) {
    const kind = bytes[at++];
    const size = bytes.readInt32LE(at);
    if (size < 5 || at + size > end) throw new StoreError('FailedToParse', 'broken OP_MSG section');
    if (kind === 0) body = bytes.subarray(at, at + size);
    else if (kind === 1) sequences = addSequence(sequences, bytes.subarray(at + 4, at + size));
    else throw new StoreError('FailedToParse', `unknown OP_MSG section kind ${kind}`);
    at += size;
  }
  if (!body) throw new StoreError('FailedToParse', 'OP_MSG without a body');
  return { requestId, opCode: OP_MSG, silent: (flags & MORE_TO_COME) !== 0, body, sequences, collection: undefined };
}

function addSequence(known: ReadonlyMap<string, readonly Buffer[]>, section: Buffer): ReadonlyMap<string, readonly Buffer[]> {
  const nameEnd = section.indexOf(0);
  if (nameEnd < 0) throw new StoreError('FailedToParse', 'broken document sequence');
  const docs: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new StoreError('FailedToParse', 'broken document sequence');
    docs.push(section.subarray(at, at + size));
    at += size;
  }
  return new Map([...known, [section.utf8Slice(0, nameEnd), docs]]);
}

function parseQuery(bytes: Buffer, requestId: number): Message {
  const nameStart = HEADER + 4;
  const nameEnd = bytes.indexOf(0, nameStart);
  const start = nameEnd + 9;
  if (nameEnd < 0 || start + 5 > bytes.length) throw new StoreError('FailedToParse', 'broken OP_QUERY');
  const body = bytes.subarray(start, start + bytes.readInt32LE(start));
  return { requestId, opCode: OP_QUERY, silent: false, body, sequences: NO_SEQUENCES, collection: bytes.utf8Slice(nameStart, nameEnd) };
}

let nextReplyId = 1;

/** The bytes of a reply to a message. */
export function encodeMessage(message: Pick<Message, 'requestId' | 'opCode'>, reply: Reply): Buffer {
  const isMsg = message.opCode !== OP_QUERY;
  const prefix = isMsg ? HEADER + 5 : HEADER + 20;
  const bytes = encodeReply(reply, prefix);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE((nextReplyId = (nextReplyId + 1) | 0), 4);
  bytes.writeInt32LE(message.requestId, 8);
  bytes.writeInt32LE(isMsg ? OP_MSG : OP_REPLY, 12);
  bytes.fill(0, HEADER, prefix);
  // OP_REPLY: flag AwaitCapable, and one document returned.
  if (!isMsg) {
    bytes.writeInt32LE(8, HEADER);
    bytes.writeInt32LE(1, HEADER + 16);
  }
  return bytes;
}
